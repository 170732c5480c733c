//! Curves: one for each interpreter, over two axes.

use crate::plot::{COLOURS, mark};
use crate::study::{Outcome, Study};
use std::fmt::{Error, Write};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 420.0;
/// Space around the curves: left, top for the legend, right, bottom.
const MARGIN: (f64, f64, f64, f64) = (70.0, 56.0, 30.0, 50.0);

/// From values to places.
struct Axis {
    label: &'static str,
    /// Powers of ten are equally far from each other.
    logarithmic: bool,
    least: f64,
    most: f64,
    /// Where the least and the most are.
    from: f64,
    to: f64,
}

impl Axis {
    /// Over these values, with round ends.
    fn over(
        label: &'static str,
        logarithmic: bool,
        values: impl Iterator<Item = f64>,
        from: f64,
        to: f64,
    ) -> Self {
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values {
            least = least.min(value);
            most = most.max(value);
        }
        if logarithmic {
            least = 10f64.powf(least.log10().floor());
            most = 10f64.powf(most.log10().ceil()).max(least * 10.0);
        } else {
            let step = step(most);
            (least, most) = (0.0, (most / step).ceil().max(1.0) * step);
        }
        Axis {
            label,
            logarithmic,
            least,
            most,
            from,
            to,
        }
    }

    /// Its ends exchanged.
    fn reversed(self) -> Self {
        Axis {
            from: self.to,
            to: self.from,
            ..self
        }
    }

    fn place(&self, value: f64) -> f64 {
        let part = if self.logarithmic {
            (value / self.least).ln() / (self.most / self.least).ln()
        } else {
            (value - self.least) / (self.most - self.least)
        };
        self.from + part * (self.to - self.from)
    }

    fn ticks(&self) -> Vec<f64> {
        if self.logarithmic {
            let powers = self.least.log10().round() as i32..=self.most.log10().round() as i32;
            powers.map(|power| 10f64.powi(power)).collect()
        } else {
            let step = step(self.most);
            let count = (self.most / step).round() as u32;
            (0..=count).map(|index| f64::from(index) * step).collect()
        }
    }
}

/// Between ticks, so that there are about five up to `most`: 1, 2 or 5 times a power of ten.
fn step(most: f64) -> f64 {
    let power = 10f64.powf((most / 5.0).log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|times| times * power);
    let near = steps.into_iter().find(|step| most / step <= 7.0);
    near.unwrap_or(most).max(f64::MIN_POSITIVE)
}

/// The curves of a study whose only program printed points.
pub(crate) fn svg(study: Study, names: &[&str], outcome: &Outcome) -> String {
    let curves: Vec<_> = (0..names.len()).map(|index| outcome.curve(index)).collect();
    render(study, names, &curves).expect("a String takes everything")
}

fn axes(study: Study, curves: &[Vec<(f64, f64)>]) -> (Axis, Axis) {
    let (left, right) = (MARGIN.0, WIDTH - MARGIN.2);
    let (top, bottom) = (MARGIN.1, HEIGHT - MARGIN.3);
    let xs = curves.iter().flatten().map(|point| point.0);
    let ys = curves.iter().flatten().map(|point| point.1);
    match study {
        Study::Pauses => (
            // Rare to the right, as in tables of percentiles.
            Axis::over("part of the time in longer pauses", true, xs, left, right).reversed(),
            Axis::over("pause, ms", true, ys, bottom, top),
        ),
        Study::Server | Study::Memory => (
            Axis::over("million requests", false, xs, left, right),
            Axis::over("resident after a collection, MiB", false, ys, bottom, top),
        ),
    }
}

fn render(study: Study, names: &[&str], curves: &[Vec<(f64, f64)>]) -> Result<String, Error> {
    let mut svg = String::new();
    writeln!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="11">"#
    )?;
    writeln!(
        svg,
        r#"<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>"#
    )?;
    for (index, name) in names.iter().enumerate() {
        let x = MARGIN.0 + 110.0 * index as f64;
        mark(&mut svg, index, x, 16.0)?;
        writeln!(svg, r#"<text x="{}" y="20">{name}</text>"#, x + 10.0)?;
    }
    if curves.iter().any(|curve| !curve.is_empty()) {
        let (x, y) = axes(study, curves);
        grid(&mut svg, &x, &y)?;
        for (index, curve) in curves.iter().enumerate() {
            line(&mut svg, COLOURS[index % COLOURS.len()], curve, &x, &y)?;
        }
    }
    writeln!(svg, "</svg>")?;
    Ok(svg)
}

fn grid(svg: &mut String, x: &Axis, y: &Axis) -> Result<(), Error> {
    let (left, right) = (MARGIN.0, WIDTH - MARGIN.2);
    let (top, bottom) = (MARGIN.1, HEIGHT - MARGIN.3);
    for tick in x.ticks() {
        let place = x.place(tick);
        writeln!(
            svg,
            r##"<path d="M{place:.1},{top}V{bottom}" stroke="#dddddd"/>"##
        )?;
        writeln!(
            svg,
            r#"<text x="{place:.1}" y="{}" text-anchor="middle">{tick}</text>"#,
            bottom + 15.0
        )?;
    }
    for tick in y.ticks() {
        let place = y.place(tick);
        writeln!(
            svg,
            r##"<path d="M{left},{place:.1}H{right}" stroke="#dddddd"/>"##
        )?;
        writeln!(
            svg,
            r#"<text x="{}" y="{:.1}" text-anchor="end">{tick}</text>"#,
            left - 6.0,
            place + 4.0
        )?;
    }
    writeln!(
        svg,
        r#"<text x="{}" y="{}" text-anchor="middle">{}</text>"#,
        f64::midpoint(left, right),
        HEIGHT - 14.0,
        x.label
    )?;
    writeln!(svg, r#"<text x="{left}" y="44">{}</text>"#, y.label)
}

fn line(
    svg: &mut String,
    colour: &str,
    curve: &[(f64, f64)],
    x: &Axis,
    y: &Axis,
) -> Result<(), Error> {
    let points: Vec<String> = curve
        .iter()
        .map(|(a, b)| format!("{:.1},{:.1}", x.place(*a), y.place(*b)))
        .collect();
    writeln!(
        svg,
        r#"<polyline points="{}" fill="none" stroke="{colour}" stroke-width="1.5"/>"#,
        points.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::Axis;

    #[test]
    fn linear_axes_begin_at_nothing_and_have_round_steps() {
        let axis = Axis::over("", false, [3.0, 24.0].into_iter(), 0.0, 50.0);
        assert_eq!(axis.ticks(), [0.0, 5.0, 10.0, 15.0, 20.0, 25.0]);
        assert_eq!((axis.place(0.0), axis.place(25.0)), (0.0, 50.0));
    }

    #[test]
    fn logarithmic_axes_have_powers_of_ten() {
        let axis = Axis::over("", true, [0.02, 0.5].into_iter(), 100.0, 0.0).reversed();
        assert_eq!(axis.ticks().len(), 3);
        assert!((axis.place(0.01) - 0.0).abs() < 1e-9);
        assert!((axis.place(0.1) - 50.0).abs() < 1e-9);
    }
}

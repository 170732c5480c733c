//! The table as a picture: a line for each program and a mark for each interpreter on it.
//!
//! Times relative to the first interpreter lie on a logarithmic scale, on which half and double are
//! equally far from it; gains by a second thread lie on a plain one.

use crate::contest::Score;
use crate::jobs::Set;
use crate::report::{geometric_mean, mean_ratio};
use std::fmt::{Error, Write};

const WIDTH: f64 = 760.0;
const LINE: f64 = 18.0;
/// Space around the lines: left for the names, top for the legend, right, bottom for the scale.
const MARGIN: (f64, f64, f64, f64) = (170.0, 56.0, 30.0, 30.0);
/// Told apart by the colour-blind too (Okabe and Ito), and by their marks.
pub(crate) const COLOURS: [&str; 4] = ["#000000", "#e69f00", "#0072b2", "#d55e00"];

/// Of each contestant what it has on a line; `None` where it failed.
pub(crate) struct Line {
    pub(crate) label: String,
    pub(crate) values: Vec<Option<f64>>,
}

/// From values to places.
struct Scale {
    logarithmic: bool,
    least: f64,
    most: f64,
}

impl Scale {
    fn over(logarithmic: bool, lines: &[Line]) -> Self {
        let values = lines.iter().flat_map(|line| line.values.iter().flatten());
        let (mut least, mut most) = (1.0f64, 1.0f64);
        for value in values {
            least = least.min(*value);
            most = most.max(*value);
        }
        if logarithmic {
            let (least, most) = (least.log2().floor(), most.log2().ceil());
            Scale {
                logarithmic,
                least: least.exp2(),
                most: most.max(least + 1.0).exp2(),
            }
        } else {
            Scale {
                logarithmic,
                least: 0.0,
                most: most.max(2.0),
            }
        }
    }

    fn place(&self, value: f64) -> f64 {
        let part = if self.logarithmic {
            (value / self.least).ln() / (self.most / self.least).ln()
        } else {
            (value - self.least) / (self.most - self.least)
        };
        MARGIN.0 + part * (WIDTH - MARGIN.0 - MARGIN.2)
    }

    fn ticks(&self) -> Vec<f64> {
        if self.logarithmic {
            let powers = self.least.log2().round() as i32..=self.most.log2().round() as i32;
            powers.map(f64::from).map(f64::exp2).collect()
        } else {
            let steps = 0..=(self.most * 2.0) as u32;
            steps.map(|step| f64::from(step) / 2.0).collect()
        }
    }
}

pub(crate) fn svg(set: Set, names: &[&str], scores: &[Score]) -> String {
    let what = if set.is_threaded() {
        "work done by two threads in the time of one: more is better"
    } else {
        "time relative to the first interpreter: less is faster"
    };
    let lines = lines(set, names.len(), scores);
    render(what, !set.is_threaded(), names, &lines).expect("a String takes everything")
}

fn lines(set: Set, contestants: usize, scores: &[Score]) -> Vec<Line> {
    let value = |score: &Score, contestant| {
        if set.is_threaded() {
            score.gain(contestant)
        } else {
            score.ratio(contestant)
        }
    };
    let mean = |contestant| {
        if set.is_threaded() {
            geometric_mean(scores.iter().filter_map(|score| score.gain(contestant)))
        } else {
            mean_ratio(scores, contestant)
        }
    };
    let one = |score: &Score| Line {
        label: score.name.clone(),
        values: (0..contestants)
            .map(|contestant| value(score, contestant))
            .collect(),
    };
    let mut lines: Vec<Line> = scores.iter().map(one).collect();
    lines.push(Line {
        label: "geometric mean".to_string(),
        values: (0..contestants).map(mean).collect(),
    });
    lines
}

/// The plot of lines of values; `what` says what they are.
pub(crate) fn render(
    what: &str,
    logarithmic: bool,
    names: &[&str],
    lines: &[Line],
) -> Result<String, Error> {
    let scale = Scale::over(logarithmic, lines);
    let bottom = MARGIN.1 + LINE * lines.len() as f64;
    let height = bottom + MARGIN.3;
    let mut svg = String::new();
    writeln!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="11">"#
    )?;
    writeln!(
        svg,
        r#"<rect width="{WIDTH}" height="{height}" fill="white"/>"#
    )?;
    legend(&mut svg, what, names)?;
    for tick in scale.ticks() {
        let x = scale.place(tick);
        // The first interpreter, or one thread.
        let colour = if tick == 1.0 { "#888888" } else { "#dddddd" };
        writeln!(
            svg,
            r#"<path d="M{x:.1},{}V{bottom}" stroke="{colour}"/>"#,
            MARGIN.1 - 4.0
        )?;
        writeln!(
            svg,
            r#"<text x="{x:.1}" y="{}" text-anchor="middle">{tick}</text>"#,
            bottom + 15.0
        )?;
    }
    for (index, line) in lines.iter().enumerate() {
        let y = MARGIN.1 + LINE * (index as f64 + 0.5);
        let weight = if index + 1 == lines.len() {
            "bold"
        } else {
            "normal"
        };
        writeln!(
            svg,
            r#"<text x="{}" y="{:.1}" text-anchor="end" font-weight="{weight}">{}</text>"#,
            MARGIN.0 - 8.0,
            y + 4.0,
            line.label
        )?;
        for (contestant, value) in line.values.iter().enumerate() {
            if let Some(value) = value {
                mark(&mut svg, contestant, scale.place(*value), y)?;
            }
        }
    }
    writeln!(svg, "</svg>")?;
    Ok(svg)
}

fn legend(svg: &mut String, what: &str, names: &[&str]) -> Result<(), Error> {
    for (index, name) in names.iter().enumerate() {
        let x = MARGIN.0 + 110.0 * index as f64;
        mark(svg, index, x, 16.0)?;
        writeln!(svg, r#"<text x="{}" y="20">{name}</text>"#, x + 10.0)?;
    }
    writeln!(svg, r#"<text x="{}" y="40">{what}</text>"#, MARGIN.0)
}

/// Circle, square, triangle, diamond.
pub(crate) fn mark(svg: &mut String, contestant: usize, x: f64, y: f64) -> Result<(), Error> {
    let colour = COLOURS[contestant % COLOURS.len()];
    let shape = match contestant % 4 {
        0 => "m-3.5,0a3.5,3.5 0 1 0 7,0a3.5,3.5 0 1 0 -7,0z",
        1 => "m-3,-3h6v6h-6z",
        2 => "m0,-4.5l4,7h-8z",
        _ => "m0,-5l4.5,5l-4.5,5l-4.5,-5z",
    };
    writeln!(svg, r#"<path d="M{x:.1},{y:.1}{shape}" fill="{colour}"/>"#)
}

#[cfg(test)]
mod tests {
    use super::{Line, Scale};

    fn line(values: &[f64]) -> Line {
        Line {
            label: String::new(),
            values: values.iter().copied().map(Some).collect(),
        }
    }

    #[test]
    fn half_and_double_are_equally_far_from_one() {
        let scale = Scale::over(true, &[line(&[1.0, 0.5, 2.0])]);
        let (half, one, double) = (scale.place(0.5), scale.place(1.0), scale.place(2.0));
        assert!((one - half - (double - one)).abs() < 1e-9);
        assert_eq!(scale.ticks(), [0.5, 1.0, 2.0]);
    }

    #[test]
    fn gains_begin_at_nothing() {
        let scale = Scale::over(false, &[line(&[1.9])]);
        assert_eq!(scale.ticks(), [0.0, 0.5, 1.0, 1.5, 2.0]);
    }
}

//! The table as a picture: one panel for each workload and mix, throughput over threads, both
//! scales logarithmic.

use crate::report::Row;
use std::fmt::{Error, Write};
use std::ops::RangeInclusive;

const COLUMNS: usize = 3;
const PANEL: (f64, f64) = (300.0, 200.0);
/// Space inside a panel around its axes: left, top, right, bottom.
const MARGIN: (f64, f64, f64, f64) = (46.0, 26.0, 14.0, 30.0);
const LEGEND_HEIGHT: f64 = 40.0;
/// Told apart by the colour-blind too (Okabe and Ito), and by their marks.
const COLOURS: [&str; 4] = ["#000000", "#e69f00", "#0072b2", "#d55e00"];

pub(crate) fn svg(rows: &[Row]) -> String {
    render(rows).expect("a String takes everything")
}

fn render(rows: &[Row]) -> Result<String, Error> {
    let panels: Vec<&[Row]> = rows
        .chunk_by(|a, b| (a.workload, a.label) == (b.workload, b.label))
        .collect();
    let width = PANEL.0 * COLUMNS as f64;
    let height = LEGEND_HEIGHT + PANEL.1 * panels.len().div_ceil(COLUMNS) as f64;
    let mut svg = String::new();
    writeln!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">"#
    )?;
    writeln!(
        svg,
        r#"<rect width="{width}" height="{height}" fill="white"/>"#
    )?;
    if let Some(row) = rows.first() {
        legend(&mut svg, row)?;
    }
    for (index, panel) in panels.into_iter().enumerate() {
        let x = PANEL.0 * (index % COLUMNS) as f64;
        let y = LEGEND_HEIGHT + PANEL.1 * (index / COLUMNS) as f64;
        writeln!(svg, r#"<g transform="translate({x},{y})">"#)?;
        draw(&mut svg, panel)?;
        writeln!(svg, "</g>")?;
    }
    writeln!(svg, "</svg>")?;
    Ok(svg)
}

fn legend(svg: &mut String, row: &Row) -> Result<(), Error> {
    for (index, (name, _)) in row.throughputs.iter().enumerate() {
        let x = MARGIN.0 + 100.0 * index as f64;
        let colour = COLOURS[index % COLOURS.len()];
        writeln!(
            svg,
            r#"<path d="M{x},20h24" stroke="{colour}" stroke-width="2"/>"#
        )?;
        mark(svg, index, x + 12.0, 20.0)?;
        writeln!(svg, r#"<text x="{}" y="24">{name}</text>"#, x + 30.0)?;
    }
    let x = PANEL.0 * COLUMNS as f64 - MARGIN.2;
    writeln!(
        svg,
        r#"<text x="{x}" y="24" text-anchor="end">million operations a second over threads</text>"#
    )
}

/// A logarithmic scale from values to places.
struct Scale {
    values: (f64, f64),
    places: (f64, f64),
}

impl Scale {
    fn place(&self, value: f64) -> f64 {
        let part = (value / self.values.0).ln() / (self.values.1 / self.values.0).ln();
        self.places.0 + part * (self.places.1 - self.places.0)
    }

    /// The powers of ten that lie on it.
    fn decades(&self) -> RangeInclusive<i32> {
        self.values.0.log10().round() as i32..=self.values.1.log10().round() as i32
    }
}

/// The smallest and the largest value, moved apart to powers of `base`.
fn span(values: impl Iterator<Item = f64> + Clone, base: f64) -> (f64, f64) {
    let least = values
        .clone()
        .fold(f64::INFINITY, f64::min)
        .log(base)
        .floor();
    let most = values.fold(0.0, f64::max).log(base).ceil().max(least + 1.0);
    (base.powf(least), base.powf(most))
}

fn draw(svg: &mut String, panel: &[Row]) -> Result<(), Error> {
    let backends = panel[0].throughputs.len();
    let values = panel
        .iter()
        .flat_map(|row| (0..backends).map(|backend| row.throughput(backend) / 1e6));
    let threads = panel.iter().map(|row| row.threads as f64);
    let (left, right) = (MARGIN.0, PANEL.0 - MARGIN.2);
    let (top, bottom) = (MARGIN.1, PANEL.1 - MARGIN.3);
    let across = Scale {
        values: span(threads, 2.0),
        places: (left, right),
    };
    let up = Scale {
        values: span(values, 10.0),
        places: (bottom, top),
    };

    writeln!(
        svg,
        r#"<text x="{left}" y="{}" font-weight="bold">{}, {}</text>"#,
        top - 10.0,
        panel[0].workload,
        panel[0].label
    )?;
    for decade in up.decades() {
        let y = up.place(10f64.powi(decade));
        let label = 10f64.powi(decade);
        writeln!(
            svg,
            r##"<path d="M{left},{y:.1}H{right}" stroke="#dddddd"/>"##
        )?;
        writeln!(
            svg,
            r#"<text x="{}" y="{:.1}" text-anchor="end">{label}</text>"#,
            left - 5.0,
            y + 4.0
        )?;
    }
    for row in panel {
        let x = across.place(row.threads as f64);
        writeln!(
            svg,
            r#"<text x="{x:.1}" y="{}" text-anchor="middle">{}</text>"#,
            bottom + 15.0,
            row.threads
        )?;
    }
    for backend in 0..backends {
        let colour = COLOURS[backend % COLOURS.len()];
        let points: Vec<_> = panel
            .iter()
            .map(|row| {
                (
                    across.place(row.threads as f64),
                    up.place(row.throughput(backend) / 1e6),
                )
            })
            .collect();
        let line: Vec<_> = points
            .iter()
            .map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect();
        writeln!(
            svg,
            r#"<polyline points="{}" fill="none" stroke="{colour}" stroke-width="2"/>"#,
            line.join(" ")
        )?;
        for (x, y) in points {
            mark(svg, backend, x, y)?;
        }
    }
    Ok(())
}

/// A point of the line of `backend`: circle, square, triangle, diamond.
fn mark(svg: &mut String, backend: usize, x: f64, y: f64) -> Result<(), Error> {
    let colour = COLOURS[backend % COLOURS.len()];
    let shape = match backend % 4 {
        0 => "m-3.5,0a3.5,3.5 0 1 0 7,0a3.5,3.5 0 1 0 -7,0z",
        1 => "m-3,-3h6v6h-6z",
        2 => "m0,-4.5l4,7h-8z",
        _ => "m0,-5l4.5,5l-4.5,5l-4.5,-5z",
    };
    writeln!(svg, r#"<path d="M{x:.1},{y:.1}{shape}" fill="{colour}"/>"#)
}

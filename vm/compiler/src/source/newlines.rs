//! Line breaks.

/// Makes a line feed of each carriage return and of each carriage return with a line feed.
pub fn normalise(text: String) -> String {
    if !text.contains('\r') {
        return text;
    }
    let mut result = String::with_capacity(text.len());
    let mut lines = text.split('\r');
    result.push_str(lines.next().unwrap_or_default());
    for line in lines {
        result.push('\n');
        result.push_str(line.strip_prefix('\n').unwrap_or(line));
    }
    result
}

//! Hints: what the author of a scene may have meant.

/// Lists longer than this are cut.
const LISTED: usize = 12;

/// "did you mean ..?" where one of the names is close, and the names to choose from.
pub(super) fn choose<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    if let [only] = names[..] {
        return format!("there is only {only}");
    }
    // A name without its unit, such as rate for rate_hz, is nearer than its letters say.
    let near = names.iter().map(|name| (!is_stem(written, name), distance(written, name), *name)).min();
    let listed = listed(&names);
    match near {
        Some((_, distance, name)) if distance <= 1 + written.chars().count() / 4 || is_stem(written, name) => {
            format!("did you mean {name}? There are {listed}")
        }
        Some(_) => format!("there are {listed}"),
        None => "there are none".to_owned(),
    }
}

fn is_stem(written: &str, name: &str) -> bool {
    written.len() >= 3 && (name.starts_with(written) || written.starts_with(name))
}

/// Names with commas between them, cut when there are many.
pub(super) fn listed(names: &[&str]) -> String {
    let shown = names.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(LISTED) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}

/// Letters to add, drop, change or swap with a neighbour to get from one name to the other, whatever
/// their case.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.to_lowercase().chars().take(64).collect();
    let b: Vec<char> = b.to_lowercase().chars().take(64).collect();
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 0..a.len() {
        let mut row = vec![i + 1];
        for j in 0..b.len() {
            let change = rows[i][j] + usize::from(a[i] != b[j]);
            let mut best = change.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                best = best.min(rows[i - 1][j - 1] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_what_is_near() {
        assert_eq!(distance("rate_hs", "rate_hz"), 1);
        assert_eq!(distance("RealTiem", "RealTime"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(choose("rate_hs", ["signal", "rate_hz"]), "did you mean rate_hz? There are signal, rate_hz");
        assert_eq!(choose("rate", ["signal", "rate_hz"]), "did you mean rate_hz? There are signal, rate_hz");
        assert_eq!(choose("colour", ["signal", "rate_hz"]), "there are signal, rate_hz");
        assert_eq!(choose("wify", ["wifi"]), "there is only wifi");
        assert_eq!(choose("wifi", []), "there are none");
    }
}

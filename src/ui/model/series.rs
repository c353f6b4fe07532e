//! Lines of charts, cut from the trace: as many points as a chart can show, and no peak lost.

use crate::core::time::SimTime;
use crate::sim::Moment;

use super::Span;

/// Most buckets of a line; each keeps its lowest and highest point.
pub const BUCKETS: usize = 240;

/// The moments of a trace within a span, and the one before.
#[must_use]
pub fn within(moments: &[Moment], span: Span) -> &[Moment] {
    let first = moments.partition_point(|moment| moment.at < SimTime::from_secs(span.0)).saturating_sub(1);
    let after = moments.partition_point(|moment| moment.at <= SimTime::from_secs(span.1));
    moments.get(first..after).unwrap_or_default()
}

/// The age of a twin, as the saw-tooth that it is: up with time, straight down at each acceptance.
#[must_use]
pub fn age(moments: &[Moment], twin: usize) -> Vec<[f64; 2]> {
    let mut points = Vec::with_capacity(2 * moments.len());
    let mut before = None;
    for moment in moments {
        let Some(generated_at) = moment.generated_at.get(twin).copied().flatten() else { continue };
        let at = moment.at.secs();
        if let Some(before) = before.filter(|before| *before != generated_at) {
            points.push([at, (moment.at - before).secs()]);
        }
        points.push([at, (moment.at - generated_at).secs()]);
        before = Some(generated_at);
    }
    points
}

/// Keeps of each bucket of time its lowest and its highest point, in their order.
#[must_use]
pub fn thin(points: Vec<[f64; 2]>, span: Span, buckets: usize) -> Vec<[f64; 2]> {
    if points.len() <= 2 * buckets || span.1 <= span.0 {
        return points;
    }
    let width = (span.1 - span.0) / buckets as f64;
    let bucket_of = |point: &[f64; 2]| ((point[0] - span.0) / width).floor();
    let mut kept = Vec::with_capacity(2 * buckets + 4);
    for bucket in points.chunk_by(|a, b| bucket_of(a) == bucket_of(b)) {
        let mut low = bucket[0];
        let mut high = bucket[0];
        for point in bucket {
            if point[1] < low[1] {
                low = *point;
            }
            if point[1] > high[1] {
                high = *point;
            }
        }
        if low == high {
            kept.push(low);
        } else if low[0] <= high[0] {
            kept.extend([low, high]);
        } else {
            kept.extend([high, low]);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_keeps_every_peak() {
        let mut points: Vec<_> = (0..10_000).map(|i| [f64::from(i) / 1000.0, 0.0]).collect();
        points[4321][1] = 7.0;
        let kept = thin(points, (0.0, 10.0), 100);
        assert!(kept.len() <= 204);
        assert!(kept.contains(&[4.321, 7.0]));
        assert!(kept.windows(2).all(|pair| pair[0][0] <= pair[1][0]));
    }

    #[test]
    fn age_falls_straight_at_an_acceptance() {
        let moment = |at: f64, generated: Option<f64>| Moment {
            at: SimTime::from_secs(at),
            bodies: Box::default(),
            versions: Box::default(),
            pushes: Box::default(),
            device_values: Box::default(),
            twin_values: Box::default(),
            generated_at: Box::new([generated.map(SimTime::from_secs)]),
            modes: Box::default(),
            links: Box::default(),
            bytes_up: Box::default(),
        };
        let moments = [moment(1.0, None), moment(2.0, Some(1.5)), moment(3.0, Some(2.75))];
        assert_eq!(age(&moments, 0), [[2.0, 0.5], [3.0, 1.5], [3.0, 0.25]]);
    }
}

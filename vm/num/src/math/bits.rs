//! Functions of the representation of doubles.

use super::range;
use crate::{Error, Int, Result, float};

/// `math.ldexp(x, exponent)`
pub fn ldexp(x: f64, exponent: &Int) -> Result<f64> {
    let far = if exponent.is_negative() {
        i64::MIN
    } else {
        i64::MAX
    };
    let result = float::ldexp(x, exponent.to_i64().unwrap_or(far));
    if result.is_infinite() && x.is_finite() {
        return Err(range());
    }
    Ok(result)
}

/// `math.modf(x)`: the fraction and the whole part, both with the sign of `x`.
pub fn modf(x: f64) -> (f64, f64) {
    if x.is_infinite() {
        return (0f64.copysign(x), x);
    }
    let whole = x.trunc();
    ((x - whole).copysign(x), whole)
}

/// `math.ulp(x)`
pub fn ulp(x: f64) -> f64 {
    let x = x.abs();
    if !x.is_finite() {
        return x;
    }
    let next = x.next_up();
    if next.is_infinite() {
        x - x.next_down()
    } else {
        next - x
    }
}

/// `math.nextafter(x, y, steps=steps)`
pub fn nextafter(x: f64, y: f64, steps: Option<&Int>) -> Result<f64> {
    // Without a number of steps it is C's function, whose zeros have the sign of `x`.
    let zeros = if steps.is_none() { x } else { y };
    let steps = match steps {
        None => 1,
        Some(steps) if steps.is_negative() => {
            return Err(Error::value("steps must be a non-negative integer"));
        }
        // There are fewer doubles than that.
        Some(steps) => steps.to_usize().map_or(u64::MAX, |steps| steps as u64),
    };
    if steps == 0 {
        return Ok(x);
    }
    if x.is_nan() || y.is_nan() {
        return Ok(x + y);
    }
    if x == y {
        return Ok(y);
    }
    let (from, to) = (rank(x), rank(y));
    let distance = to.abs_diff(from);
    if steps >= distance {
        return Ok(if y == 0.0 { y.copysign(zeros) } else { y });
    }
    // Both are positions of doubles, and so is what lies between them.
    let rank = if from < to {
        from.wrapping_add_unsigned(steps)
    } else {
        from.wrapping_sub_unsigned(steps)
    };
    let magnitude = f64::from_bits(rank.unsigned_abs());
    let negative = rank < 0 || rank == 0 && zeros.is_sign_negative();
    Ok(if negative { -magnitude } else { magnitude })
}

/// The position of a double among all of them; both zeros have position 0.
fn rank(x: f64) -> i64 {
    let magnitude = x.abs().to_bits() as i64;
    if x.is_sign_negative() {
        -magnitude
    } else {
        magnitude
    }
}

/// `math.isclose(a, b, rel_tol=relative, abs_tol=absolute)`
pub fn isclose(a: f64, b: f64, relative: f64, absolute: f64) -> Result<bool> {
    check_tolerances(relative, absolute)?;
    if a == b {
        return Ok(true);
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(false);
    }
    let difference = (b - a).abs();
    Ok(within(difference, a.abs(), b.abs(), relative, absolute))
}

pub(super) fn check_tolerances(relative: f64, absolute: f64) -> Result<()> {
    if relative < 0.0 || absolute < 0.0 {
        return Err(Error::value("tolerances must be non-negative"));
    }
    Ok(())
}

/// Whether a difference is small beside one of the two sizes, or small at all.
pub(super) fn within(difference: f64, a: f64, b: f64, relative: f64, absolute: f64) -> bool {
    difference <= relative * b || difference <= relative * a || difference <= absolute
}

#[cfg(test)]
mod tests {
    use super::*;

    const INF: f64 = f64::INFINITY;

    #[test]
    fn scaling() {
        let huge: Int = (1i128 << 100).into();
        assert_eq!(ldexp(3.0, &Int::Small(2)), Ok(12.0));
        assert_eq!(ldexp(1.0, &huge), Err(range()));
        assert_eq!(ldexp(-1.0, &crate::int::neg(&huge)), Ok(-0.0));
        assert_eq!(ldexp(0.0, &huge), Ok(0.0));
        assert_eq!(ldexp(INF, &Int::ONE), Ok(INF));
    }

    #[test]
    fn parts() {
        assert_eq!(modf(-1.5), (-0.5, -1.0));
        assert!(modf(-2.0).0.is_sign_negative());
        assert_eq!(modf(-INF), (0.0, -INF));
    }

    #[test]
    fn neighbours() {
        assert_eq!(ulp(1.0), f64::EPSILON);
        assert_eq!(ulp(-f64::MAX), 2f64.powi(971));
        assert_eq!(ulp(0.0), 5e-324);
        assert_eq!(nextafter(1.0, 2.0, None), Ok(1.0 + f64::EPSILON));
        assert_eq!(nextafter(0.0, -1.0, None), Ok(-5e-324));
        let steps = |count| Int::Small(count);
        assert_eq!(nextafter(-5e-324, 1.0, Some(&steps(3))), Ok(1e-323));
        let zero = nextafter(-5e-324, 1.0, None).unwrap();
        assert!(zero == 0.0 && zero.is_sign_negative());
        assert_eq!(nextafter(1.0, INF, Some(&steps(1 << 62))), Ok(INF));
        let most = crate::int::shift_left(&Int::ONE, &steps(63)).unwrap();
        assert_eq!(
            nextafter(-INF, INF, Some(&most)).unwrap(),
            f64::from_bits((1 << 63) - (0x7ff << 52))
        );
        assert_eq!(nextafter(1.0, 2.0, Some(&steps(0))), Ok(1.0));
        assert!(nextafter(1.0, 2.0, Some(&steps(-1))).is_err());
    }

    #[test]
    fn closeness() {
        assert_eq!(isclose(1.0, 1.0 + 1e-10, 1e-9, 0.0), Ok(true));
        assert_eq!(isclose(1.0, 1.1, 1e-9, 0.0), Ok(false));
        assert_eq!(isclose(INF, INF, 0.0, 0.0), Ok(true));
        assert_eq!(isclose(INF, 1.0, 1.0, INF), Ok(false));
        assert!(isclose(1.0, 1.0, -1.0, 0.0).is_err());
    }
}

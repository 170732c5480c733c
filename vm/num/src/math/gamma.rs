//! `math.gamma` and `math.lgamma`, by Lanczos's approximation.
//!
//! C. Lanczos, "A precision approximation of the gamma function", SIAM J. Numer. Anal. B 1 (1964),
//! with the coefficients of Boost's `lanczos13m53`, which CPython
//! uses too. Results agree with CPython's because the operations and their order do.

use super::{range, unexpected};
use crate::Result;
use std::f64::consts::PI;

const G: f64 = 6.02468004077673;
const G_MINUS_HALF: f64 = 5.52468004077673;
const LOG_PI: f64 = 1.1447298858494002;

/// The coefficients of the rational function, lowest first.
const NUMERATOR: [f64; 13] = [
    23531376880.41076,
    42919803642.6491,
    35711959237.35567,
    17921034426.03721,
    6039542586.352028,
    1439720407.3117216,
    248874557.86205417,
    31426415.585400194,
    2876370.6289353725,
    186056.26539522348,
    8071.672002365816,
    210.82427775157936,
    2.5066282746310002,
];

/// x (x+1) ... (x+11).
const DENOMINATOR: [f64; 13] = [
    0.0,
    39916800.0,
    120543840.0,
    150917976.0,
    105258076.0,
    45995730.0,
    13339535.0,
    2637558.0,
    357423.0,
    32670.0,
    1925.0,
    66.0,
    1.0,
];

/// The largest whole argument whose factorial is exact.
const EXACT: f64 = 23.0;

const EXPECTED: &str = "a noninteger or positive integer";

/// The sum of Lanczos's series at a positive `x`, in powers of x or of 1/x, so that neither
/// polynomial overflows.
fn lanczos_sum(x: f64) -> f64 {
    let (mut numerator, mut denominator) = (0.0, 0.0);
    let coefficients = NUMERATOR.iter().zip(&DENOMINATOR);
    if x < 5.0 {
        for (n, d) in coefficients.rev() {
            numerator = numerator * x + n;
            denominator = denominator * x + d;
        }
    } else {
        for (n, d) in coefficients {
            numerator = numerator / x + n;
            denominator = denominator / x + d;
        }
    }
    numerator / denominator
}

/// sin(pi x), exact in its zeros.
fn sin_pi(x: f64) -> f64 {
    let y = x.abs() % 2.0;
    let sine = match (2.0 * y).round() as i32 {
        0 => (PI * y).sin(),
        1 => (PI * (y - 0.5)).cos(),
        2 => (PI * (1.0 - y)).sin(),
        3 => -(PI * (y - 1.5)).cos(),
        _ => (PI * (y - 2.0)).sin(),
    };
    sine * 1f64.copysign(x)
}

/// `math.gamma(x)`
pub fn gamma(x: f64) -> Result<f64> {
    if x.is_nan() || x == f64::INFINITY {
        return Ok(x);
    }
    if x == f64::NEG_INFINITY || x <= 0.0 && x == x.floor() {
        return Err(unexpected(EXPECTED, x));
    }
    if x == x.floor() && x <= EXACT {
        return Ok((1..x as u64).map(|factor| factor as f64).product());
    }
    let result = match x.abs() {
        tiny @ ..1e-20 => (1.0 / tiny).copysign(x),
        huge if huge > 200.0 && x < 0.0 => 0.0 / sin_pi(x),
        huge if huge > 200.0 => f64::INFINITY,
        size => approximate_gamma(x, size),
    };
    if result.is_infinite() {
        return Err(range());
    }
    Ok(result)
}

/// For `size == abs(x)` up to 200.
fn approximate_gamma(x: f64, size: f64) -> f64 {
    let y = size + G_MINUS_HALF;
    // What rounding lost in y.
    let lost = if size > G_MINUS_HALF {
        (y - size) - G_MINUS_HALF
    } else {
        (y - G_MINUS_HALF) - size
    };
    let correction = lost * G / y;
    // The power alone may overflow from 140 on; its square root does not.
    let root = |scale: f64| y.powf(scale * size - scale / 2.0);
    if x < 0.0 {
        let result = -PI / sin_pi(size) / size * y.exp() / lanczos_sum(size);
        let result = result - correction * result;
        if size < 140.0 {
            result / root(1.0)
        } else {
            result / root(0.5) / root(0.5)
        }
    } else {
        let result = lanczos_sum(size) / y.exp();
        let result = result + correction * result;
        if size < 140.0 {
            result * root(1.0)
        } else {
            result * root(0.5) * root(0.5)
        }
    }
}

/// `math.lgamma(x)`: the logarithm of the magnitude of gamma.
pub fn lgamma(x: f64) -> Result<f64> {
    if x.is_nan() {
        return Ok(x);
    }
    if x.is_infinite() {
        return Ok(f64::INFINITY);
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 {
            Err(unexpected(EXPECTED, x))
        } else {
            Ok(0.0)
        };
    }
    let size = x.abs();
    if size < 1e-20 {
        return Ok(-size.ln());
    }
    let log = lanczos_sum(size).ln() - G + (size - 0.5) * ((size + G - 0.5).ln() - 1.0);
    let result = if x < 0.0 {
        LOG_PI - sin_pi(size).abs().ln() - size.ln() - log
    } else {
        log
    };
    if result.is_infinite() {
        return Err(range());
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(result: Result<f64>, expected: f64) -> bool {
        result.is_ok_and(|value| (value / expected - 1.0).abs() < 1e-14)
    }

    #[test]
    fn values() {
        assert_eq!(gamma(5.0), Ok(24.0));
        assert_eq!(gamma(23.0), Ok(1.1240007277776077e21));
        assert!(close(gamma(0.5), PI.sqrt()));
        assert!(close(gamma(-0.5), -2.0 * PI.sqrt()));
        assert!(close(gamma(171.5), 9.4833675668248e307));
        assert_eq!(gamma(-250.5), Ok(0.0));
        assert_eq!(lgamma(2.0), Ok(0.0));
        assert!(close(lgamma(0.5), LOG_PI / 2.0));
        assert!(close(lgamma(-0.5), 1.2655121234846454));
        assert_eq!(lgamma(f64::NEG_INFINITY), Ok(f64::INFINITY));
    }

    #[test]
    fn poles() {
        let message = "expected a noninteger or positive integer, got -0.0";
        assert_eq!(gamma(-0.0).unwrap_err().message, message);
        assert_eq!(lgamma(-0.0).unwrap_err().message, message);
        assert!(gamma(-3.0).is_err() && lgamma(-3.0).is_err());
        assert!(gamma(f64::NEG_INFINITY).is_err());
        assert_eq!(gamma(172.0), Err(range()));
        assert_eq!(gamma(1e-310), Err(range()));
        assert_eq!(lgamma(1e308), Err(range()));
    }
}

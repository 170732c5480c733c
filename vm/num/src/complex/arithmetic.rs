//! Sums, products, quotients and absolute values.
//!
//! Products and quotients recover infinities and zeros that come out as NaN in both parts, as
//! C99's annex G does; quotients use Smith's algorithm (R. L. Smith, "Algorithm 116: Complex
//! division", CACM 5, 1962).

use super::Complex;
use crate::{Error, Result};

/// `a + b`.
pub fn add(a: Complex, b: Complex) -> Complex {
    Complex::new(a.re + b.re, a.im + b.im)
}

/// `a + b` and `b + a` for a real `b`.
pub fn add_real(a: Complex, b: f64) -> Complex {
    Complex::new(a.re + b, a.im)
}

/// `a - b`.
pub fn sub(a: Complex, b: Complex) -> Complex {
    Complex::new(a.re - b.re, a.im - b.im)
}

/// `a - b` for a real `b`.
pub fn sub_real(a: Complex, b: f64) -> Complex {
    Complex::new(a.re - b, a.im)
}

/// `a - b` for a real `a`.
pub fn real_sub(a: f64, b: Complex) -> Complex {
    Complex::new(a - b.re, -b.im)
}

/// `-a`.
pub fn neg(a: Complex) -> Complex {
    Complex::new(-a.re, -a.im)
}

/// `a * b` and `b * a` for a real `b`.
pub fn mul_real(a: Complex, b: f64) -> Complex {
    Complex::new(a.re * b, a.im * b)
}

/// `a * b`.
pub fn mul(a: Complex, b: Complex) -> Complex {
    let product = plain_product(a, b);
    if product.re.is_nan() && product.im.is_nan() {
        recover_product(a, b).unwrap_or(product)
    } else {
        product
    }
}

fn plain_product(a: Complex, b: Complex) -> Complex {
    Complex::new(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
}

/// The infinite product, if the factors or their products are infinite.
fn recover_product(mut a: Complex, mut b: Complex) -> Option<Complex> {
    let mut infinite = false;
    if a.is_infinite() {
        (a, b) = (direction(a), without_nan(b));
        infinite = true;
    }
    if b.is_infinite() {
        (a, b) = (without_nan(a), direction(b));
        infinite = true;
    }
    let products = [a.re * b.re, a.im * b.im, a.re * b.im, a.im * b.re];
    if !infinite && products.iter().any(|product| product.is_infinite()) {
        (a, b) = (without_nan(a), without_nan(b));
        infinite = true;
    }
    infinite.then(|| mul_real(plain_product(a, b), f64::INFINITY))
}

/// Infinite parts as ones, the others as zeros, with their signs.
fn direction(z: Complex) -> Complex {
    let unit = |x: f64| (if x.is_infinite() { 1f64 } else { 0.0 }).copysign(x);
    Complex::new(unit(z.re), unit(z.im))
}

/// With zeros for NaN.
fn without_nan(z: Complex) -> Complex {
    let zero = |x: f64| if x.is_nan() { 0f64.copysign(x) } else { x };
    Complex::new(zero(z.re), zero(z.im))
}

/// `a / b`.
pub fn div(a: Complex, b: Complex) -> Result<Complex> {
    let quotient = if b.re.abs() >= b.im.abs() {
        nonzero(b.re)?;
        let ratio = b.im / b.re;
        let denominator = b.re + b.im * ratio;
        Complex::new(
            (a.re + a.im * ratio) / denominator,
            (a.im - a.re * ratio) / denominator,
        )
    } else if b.im.abs() >= b.re.abs() {
        let ratio = b.re / b.im;
        let denominator = b.re * ratio + b.im;
        Complex::new(
            (a.re * ratio + a.im) / denominator,
            (a.im * ratio - a.re) / denominator,
        )
    } else {
        Complex::new(f64::NAN, f64::NAN)
    };
    if quotient.re.is_nan() && quotient.im.is_nan() {
        Ok(recover_quotient(a, b).unwrap_or(quotient))
    } else {
        Ok(quotient)
    }
}

/// The infinite or zero quotient, if exactly one of the two numbers is infinite.
fn recover_quotient(a: Complex, b: Complex) -> Option<Complex> {
    if a.is_infinite() && b.is_finite() {
        let a = direction(a);
        let quotient = Complex::new(a.re * b.re + a.im * b.im, a.im * b.re - a.re * b.im);
        Some(mul_real(quotient, f64::INFINITY))
    } else if b.is_infinite() && a.is_finite() {
        let b = direction(b);
        let quotient = Complex::new(a.re * b.re + a.im * b.im, a.im * b.re - a.re * b.im);
        Some(mul_real(quotient, 0.0))
    } else {
        None
    }
}

/// `a / b` for a real `b`.
pub fn div_real(a: Complex, b: f64) -> Result<Complex> {
    nonzero(b)?;
    Ok(Complex::new(a.re / b, a.im / b))
}

/// `a / b` for a real `a`.
pub fn real_div(a: f64, b: Complex) -> Result<Complex> {
    let quotient = if b.re.abs() >= b.im.abs() {
        nonzero(b.re)?;
        let ratio = b.im / b.re;
        let denominator = b.re + b.im * ratio;
        Complex::new(a / denominator, -a * ratio / denominator)
    } else if b.im.abs() >= b.re.abs() {
        let ratio = b.re / b.im;
        let denominator = b.re * ratio + b.im;
        Complex::new(a * ratio / denominator, -a / denominator)
    } else {
        Complex::new(f64::NAN, f64::NAN)
    };
    if quotient.re.is_nan() && quotient.im.is_nan() && b.is_infinite() && a.is_finite() {
        let b = direction(b);
        return Ok(Complex::new(0.0 * (a * b.re), 0.0 * (-a * b.im)));
    }
    Ok(quotient)
}

fn nonzero(x: f64) -> Result<()> {
    if x == 0.0 {
        Err(Error::division_by_zero())
    } else {
        Ok(())
    }
}

/// `abs(a)`.
pub fn abs(a: Complex) -> Result<f64> {
    let length = a.re.hypot(a.im);
    if length.is_infinite() && a.is_finite() {
        return Err(Error::overflow("absolute value too large"));
    }
    Ok(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INF: f64 = f64::INFINITY;
    const NAN: f64 = f64::NAN;

    fn c(re: f64, im: f64) -> Complex {
        Complex::new(re, im)
    }

    /// Equal down to the signs of zeros.
    fn same(a: Complex, b: Complex) -> bool {
        let part = |x: f64, y: f64| x.to_bits() == y.to_bits() || x.is_nan() && y.is_nan();
        part(a.re, b.re) && part(a.im, b.im)
    }

    #[test]
    fn real_operands_stay_real() {
        assert!(same(sub_real(c(1.0, -0.0), 1.0), c(0.0, -0.0)));
        assert!(same(real_sub(1.0, c(1.0, 0.0)), c(0.0, -0.0)));
        assert!(same(mul_real(c(INF, 1.0), 2.0), c(INF, 2.0)));
        assert!(same(add_real(c(1.0, -0.0), 1.0), c(2.0, -0.0)));
        assert!(same(real_div(1.0, c(1.0, 2.0)).unwrap(), c(0.2, -0.4)));
        assert!(same(div_real(c(1.0, INF), 2.0).unwrap(), c(0.5, INF)));
    }

    #[test]
    fn infinities_are_recovered() {
        assert!(same(mul(c(INF, NAN), c(1.0, 1.0)), c(INF, INF)));
        assert!(same(mul(c(1e300, 1e300), c(1e300, 1e300)), c(NAN, INF)));
        assert!(same(div(c(INF, NAN), c(1.0, 0.0)).unwrap(), c(INF, NAN)));
        assert!(same(div(c(INF, INF), c(1.0, 0.0)).unwrap(), c(INF, INF)));
        assert!(same(div(c(1.0, 1.0), c(INF, INF)).unwrap(), c(0.0, 0.0)));
        assert!(same(real_div(-1.0, c(INF, INF)).unwrap(), c(-0.0, 0.0)));
    }

    #[test]
    fn division_by_zero() {
        let error = Err(Error::division_by_zero());
        assert_eq!(div(c(1.0, 1.0), c(0.0, -0.0)), error);
        assert_eq!(div_real(c(1.0, 1.0), 0.0), error);
        assert_eq!(real_div(1.0, c(0.0, 0.0)), error);
    }

    #[test]
    fn lengths() {
        assert_eq!(abs(c(3.0, -4.0)), Ok(5.0));
        assert_eq!(abs(c(NAN, -INF)), Ok(INF));
        assert!(abs(c(f64::MAX, f64::MAX)).is_err());
    }
}

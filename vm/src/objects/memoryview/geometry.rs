//! Where the items of a view lie: plain numbers.

/// The place of the first item, and the lengths and steps of the dimensions. All in bytes, save `shape`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Geometry {
    /// Where the item with all indices 0 is.
    pub offset: isize,
    /// Bytes of an item.
    pub itemsize: usize,
    /// Items in each dimension.
    pub shape: Vec<usize>,
    /// Bytes from an item to the next in each dimension.
    pub strides: Vec<isize>,
}

impl Geometry {
    /// Items one after the other, the last index fastest.
    pub(crate) fn packed(offset: isize, itemsize: usize, shape: Vec<usize>) -> Geometry {
        let mut step = itemsize as isize;
        let mut strides = vec![0; shape.len()];
        for (stride, length) in strides.iter_mut().zip(&shape).rev() {
            *stride = step;
            step = step.saturating_mul(*length as isize);
        }
        Geometry {
            offset,
            itemsize,
            shape,
            strides,
        }
    }

    /// How many items there are.
    pub(crate) fn items(&self) -> usize {
        self.shape
            .iter()
            .fold(1, |count, length| count.saturating_mul(*length))
    }

    /// How many bytes they have.
    pub(crate) fn bytes(&self) -> usize {
        self.items().saturating_mul(self.itemsize)
    }

    fn is_dense<'a>(&self, dimensions: impl Iterator<Item = (&'a usize, &'a isize)>) -> bool {
        let mut expected = self.itemsize as isize;
        for (length, stride) in dimensions {
            if *length > 1 && *stride != expected {
                return false;
            }
            expected = expected.saturating_mul(*length as isize);
        }
        true
    }

    /// Whether the items lie one after the other, the last index fastest.
    pub(crate) fn is_c_contiguous(&self) -> bool {
        self.items() == 0 || self.is_dense(self.shape.iter().zip(&self.strides).rev())
    }

    /// Whether the items lie one after the other, the first index fastest.
    pub(crate) fn is_f_contiguous(&self) -> bool {
        self.items() == 0 || self.is_dense(self.shape.iter().zip(&self.strides))
    }

    /// The places of all items, the last index fastest.
    pub(crate) fn places(&self) -> Places<'_> {
        Places {
            shape: &self.shape,
            strides: &self.strides,
            index: vec![0; self.shape.len()],
            place: self.offset,
            left: self.items(),
        }
    }

    /// The same items with the dimensions in the opposite order.
    pub(crate) fn transposed(&self) -> Geometry {
        let mut other = self.clone();
        other.shape.reverse();
        other.strides.reverse();
        other
    }
}

/// An odometer over the indices.
#[derive(Debug)]
pub(crate) struct Places<'a> {
    shape: &'a [usize],
    strides: &'a [isize],
    index: Vec<usize>,
    place: isize,
    left: usize,
}

impl Iterator for Places<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        self.left = self.left.checked_sub(1)?;
        let place = self.place;
        let dimensions = self.index.iter_mut().zip(self.shape).zip(self.strides);
        for ((index, length), stride) in dimensions.rev() {
            *index += 1;
            self.place += stride;
            if *index < *length {
                break;
            }
            self.place -= stride * *length as isize;
            *index = 0;
        }
        Some(place as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::Geometry;

    #[test]
    fn places_go_through_the_last_index_first() {
        let all = Geometry::packed(10, 2, vec![2, 3]);
        let places: Vec<usize> = all.places().collect();
        assert_eq!(places, [10, 12, 14, 16, 18, 20]);
        let columns: Vec<usize> = all.transposed().places().collect();
        assert_eq!(columns, [10, 16, 12, 18, 14, 20]);
    }

    #[test]
    fn no_dimension_is_one_item() {
        let scalar = Geometry::packed(4, 8, vec![]);
        assert_eq!(scalar.places().collect::<Vec<_>>(), [4]);
        assert_eq!(scalar.bytes(), 8);
    }

    #[test]
    fn contiguity_ignores_dimensions_of_one_item() {
        let mut view = Geometry::packed(0, 1, vec![1, 3]);
        view.strides[0] = 99;
        assert!(view.is_c_contiguous());
        assert!(view.is_f_contiguous());
        view.strides[1] = 2;
        assert!(!view.is_c_contiguous());
    }
}

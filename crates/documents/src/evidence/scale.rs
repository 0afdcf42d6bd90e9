//! Pictures made smaller (Lanczos, three lobes).
//!
//! For: a longest side. Not for: enlarging. Transparent pixels count by how opaque they are, so that their hidden
//! colours do not show at the edges. Arithmetic is on the stored values, not on light: fine lines darken a little.

use super::picture::Pixels;
use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, MulDiv, PixelType, ResizeAlg, ResizeOptions, Resizer};

/// The picture with no side longer than `longest`; the same one if it fits. `None` if its bytes do not fit its size.
pub(super) fn down(pixels: Pixels, longest: u32) -> Option<Pixels> {
    let Pixels { width, height, colours, bytes } = pixels;
    let long = width.max(height);
    if long <= longest {
        return Some(Pixels { width, height, colours, bytes });
    }
    let side = |side: u32| {
        let scaled = (u64::from(side) * u64::from(longest) + u64::from(long) / 2) / u64::from(long);
        u32::try_from(scaled).map(|scaled| scaled.max(1)).ok()
    };
    let form = match colours {
        1 => PixelType::U8,
        2 => PixelType::U8x2,
        3 => PixelType::U8x3,
        _ => PixelType::U8x4,
    };
    let transparent = matches!(colours, 2 | 4);
    let mut from = Image::from_vec_u8(width, height, bytes, form).ok()?;
    let mut to = Image::new(side(width)?, side(height)?, form);
    // In place; the resizer itself would copy the whole picture for it.
    let premultiply = MulDiv::new();
    if transparent {
        premultiply.multiply_alpha_inplace(&mut from).ok()?;
    }
    let how = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3)).use_alpha(false);
    Resizer::new().resize(&from, &mut to, &how).ok()?;
    drop(from);
    if transparent {
        premultiply.divide_alpha_inplace(&mut to).ok()?;
    }
    Some(Pixels { width: to.width(), height: to.height(), colours, bytes: to.into_vec() })
}

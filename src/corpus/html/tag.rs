//! The elements that matter to reading a page, and the attributes that are looked at.

/// An element's name. Names that are of no account share a few numbers, so that their end tags still find them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Tag(u8);

macro_rules! tags {
    ($($name:ident = $text:literal,)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[derive(Clone, Copy)]
        enum Known { $($name,)* Count }
        impl Tag {
            $(pub(super) const $name: Tag = Tag(Known::$name as u8);)*
            fn known(name: &[u8]) -> Option<Tag> {
                $(if name == $text { return Some(Tag::$name); })*
                None
            }
        }
    };
}

tags! {
    A = b"a", ABBR = b"abbr", ADDRESS = b"address", ARTICLE = b"article", ASIDE = b"aside", AUDIO = b"audio", B = b"b", BASE = b"base",
    BLOCKQUOTE = b"blockquote", BODY = b"body", BR = b"br", BUTTON = b"button", CANVAS = b"canvas", CAPTION = b"caption", CENTER = b"center",
    CITE = b"cite", COL = b"col", DD = b"dd", DEL = b"del", DETAILS = b"details", DIALOG = b"dialog", DIV = b"div", DL = b"dl", DT = b"dt", EM = b"em",
    EMBED = b"embed", FIELDSET = b"fieldset", FIGCAPTION = b"figcaption", FIGURE = b"figure", FONT = b"font", FOOTER = b"footer", FORM = b"form",
    H1 = b"h1", H2 = b"h2", H3 = b"h3", H4 = b"h4", H5 = b"h5", H6 = b"h6", HEAD = b"head", HEADER = b"header", HR = b"hr", HTML = b"html",
    I = b"i", IFRAME = b"iframe", IMG = b"img", INPUT = b"input", LABEL = b"label", LI = b"li", LINK = b"link", MAIN = b"main", MATH = b"math",
    META = b"meta", NAV = b"nav", NOEMBED = b"noembed", NOFRAMES = b"noframes", NOSCRIPT = b"noscript", OBJECT = b"object", OL = b"ol",
    OPTION = b"option", P = b"p", PARAM = b"param", PICTURE = b"picture", PLAINTEXT = b"plaintext", PRE = b"pre", RP = b"rp", RT = b"rt", S = b"s", SCRIPT = b"script",
    SECTION = b"section", SELECT = b"select", SMALL = b"small", SOURCE = b"source", SPAN = b"span", STRIKE = b"strike", STRONG = b"strong", STYLE = b"style",
    SUMMARY = b"summary", SUP = b"sup", SVG = b"svg", TABLE = b"table", TBODY = b"tbody", TD = b"td", TEMPLATE = b"template",
    TEXTAREA = b"textarea", TFOOT = b"tfoot", TH = b"th", THEAD = b"thead", TIME = b"time", TITLE = b"title", TR = b"tr", TRACK = b"track",
    U = b"u", UL = b"ul", VIDEO = b"video", WBR = b"wbr", XMP = b"xmp",
}

/// Where the numbers of other names start; what is left of a byte is shared among them.
const OTHER: u8 = Known::Count as u8;

impl Tag {
    /// By its name, in any case.
    pub(super) fn of(name: &[u8]) -> Tag {
        let mut lower = [0; 12];
        let short = lower.get_mut(..name.len()).and_then(|lower| {
            lower.copy_from_slice(name);
            lower.make_ascii_lowercase();
            Tag::known(lower)
        });
        short.unwrap_or_else(|| {
            let hash = name.iter().fold(7u8, |h, b| h.wrapping_mul(31).wrapping_add(b.to_ascii_lowercase()));
            Tag(OTHER + hash % (u8::MAX - OTHER))
        })
    }

    pub(super) fn index(self) -> usize {
        usize::from(self.0)
    }

    /// An element of no account: a custom one, or one inside a drawing.
    pub(super) fn is_other(self) -> bool {
        self.0 >= OTHER
    }

    /// It has no content and no end tag.
    pub(super) fn is_void(self) -> bool {
        use Tag as T;
        let void = [
            T::BASE,
            T::BR,
            T::COL,
            T::EMBED,
            T::HR,
            T::IMG,
            T::INPUT,
            T::LINK,
            T::META,
            T::PARAM,
            T::SOURCE,
            T::TRACK,
            T::WBR,
        ];
        void.contains(&self)
    }

    /// Its content is text up to its own end tag, whatever that text looks like.
    pub(super) fn is_raw_text(self) -> bool {
        use Tag as T;
        [T::SCRIPT, T::STYLE, T::TEXTAREA, T::TITLE, T::XMP, T::IFRAME, T::NOEMBED, T::NOFRAMES, T::PLAINTEXT]
            .contains(&self)
    }

    /// It stands inside a line.
    pub(super) fn is_inline(self) -> bool {
        use Tag as T;
        let inline = [
            T::A,
            T::ABBR,
            T::B,
            T::CITE,
            T::EM,
            T::FONT,
            T::I,
            T::S,
            T::SMALL,
            T::SPAN,
            T::STRONG,
            T::SUP,
            T::TIME,
            T::U,
            T::LABEL,
            T::WBR,
            T::IMG,
            T::RT,
            T::RP,
            T::LINK,
            T::META,
            T::SCRIPT,
            T::STYLE,
            T::NOSCRIPT,
            T::TEMPLATE,
            T::SVG,
            T::MATH,
            T::PICTURE,
            T::SOURCE,
            T::BUTTON,
            T::INPUT,
            T::DEL,
            T::STRIKE,
        ];
        inline.contains(&self) || self.is_other()
    }

    /// h1 is 1.
    pub(super) fn heading(self) -> Option<u8> {
        [Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6]
            .iter()
            .position(|&h| h == self)
            .and_then(|i| u8::try_from(i + 1).ok())
    }

    /// Nothing in it is prose of the article; what is struck out is no longer said.
    pub(super) fn is_silent(self) -> bool {
        use Tag as T;
        let silent = [
            T::SCRIPT,
            T::STYLE,
            T::NOSCRIPT,
            T::TEMPLATE,
            T::TEXTAREA,
            T::TITLE,
            T::HEAD,
            T::IFRAME,
            T::NOEMBED,
            T::NOFRAMES,
            T::SVG,
            T::MATH,
            T::CANVAS,
            T::OBJECT,
            T::AUDIO,
            T::VIDEO,
            T::SELECT,
            T::OPTION,
            T::BUTTON,
            T::RT,
            T::RP,
            T::DIALOG,
            T::S,
            T::DEL,
            T::STRIKE,
        ];
        silent.contains(&self)
    }

    /// It holds what surrounds articles, unless it holds the whole page.
    pub(super) fn is_surrounding(self) -> bool {
        [Tag::NAV, Tag::FORM, Tag::FIELDSET, Tag::ASIDE, Tag::FOOTER].contains(&self)
    }
}

macro_rules! attributes {
    ($($name:ident = $text:literal,)*) => {
        /// An attribute that is looked at.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Key { $($name,)* }
        impl Key {
            /// By its name, in any case.
            pub(super) fn of(name: &[u8]) -> Option<Key> {
                let mut lower = [0; 16];
                let lower = lower.get_mut(..name.len())?;
                lower.copy_from_slice(name);
                lower.make_ascii_lowercase();
                $(if lower == $text { return Some(Key::$name); })*
                None
            }
        }
    };
}

attributes! {
    Class = b"class", Id = b"id", ItemProp = b"itemprop", ItemType = b"itemtype", Property = b"property", Name = b"name",
    Content = b"content", DateTime = b"datetime", Href = b"href", Rel = b"rel", Style = b"style", Hidden = b"hidden",
    AriaHidden = b"aria-hidden", Role = b"role", Lang = b"lang", XmlLang = b"xml:lang", Type = b"type", Title = b"title", PubDate = b"pubdate",
    HttpEquiv = b"http-equiv", TestId = b"data-testid", Component = b"data-component", ItemScope = b"itemscope", XmlNs = b"xmlns",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_case() {
        assert_eq!(Tag::of(b"Div"), Tag::DIV);
        assert_eq!(Key::of(b"DateTime"), Some(Key::DateTime));
        assert_eq!(Tag::of(b"amp-img"), Tag::of(b"AMP-IMG"));
        assert!(Tag::of(b"amp-story-page-attachment").is_other());
        assert!(!Tag::of(b"strong").is_other());
    }
}

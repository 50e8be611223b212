//! Bytes to text: by the mark at their start, by what is asked for, by what they declare, else by what they look like.

use super::offsets::Offsets;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes as text.
pub(super) struct Decoded {
    pub(super) text: String,
    /// Where the text stands in the bytes; nothing where both are the same.
    pub(super) offsets: Option<Offsets>,
    /// What the user should know.
    pub(super) problem: Option<String>,
}

/// How much of a file a declaration is looked for in, and how much a guess looks at.
pub(super) const HEAD: usize = 64 << 10;

/// Decodes a whole source. `asked` is the encoding that the user names for what is not UTF-8; what is valid UTF-8 stays the
/// string it is.
pub(super) fn decode(bytes: Vec<u8>, asked: Option<&'static Encoding>) -> Decoded {
    let bytes = match String::from_utf8(bytes) {
        Ok(text)
            if asked.is_none_or(Encoding::is_ascii_compatible)
                && declared_wide(text.as_bytes()).is_none() =>
        {
            return Decoded { text, offsets: None, problem: None };
        }
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    let encoding = encoding_of(&bytes, asked);
    if encoding == UTF_8 {
        return mixed(&bytes);
    }
    if encoding.is_ascii_compatible() && bytes.is_ascii() {
        // The same in every such encoding; ISO-2022-JP is none of them.
        return Decoded { text: String::from_utf8_lossy(&bytes).into_owned(), offsets: None, problem: None };
    }
    let (text, offsets, wrong) = transcode(&bytes, encoding);
    let problem =
        (wrong > 0).then(|| format!("{} in it {} no {}", bytes_of(wrong), is_are(wrong), encoding.name()));
    Decoded { text, offsets: Some(offsets), problem }
}

/// The encoding of a text that begins with `head`. Valid UTF-8 is UTF-8 whatever it declares.
pub(super) fn encoding_of(head: &[u8], asked: Option<&'static Encoding>) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return encoding;
    }
    if let Some(asked) = asked.filter(|&asked| asked != UTF_8) {
        let cut = |error: std::str::Utf8Error| error.error_len().is_none() && head.len() >= HEAD;
        let utf8 = asked.is_ascii_compatible() && std::str::from_utf8(head).map_or_else(cut, |_| true);
        return if utf8 { UTF_8 } else { asked };
    }
    if let Some(wide) = declared_wide(head) {
        return wide;
    }
    let multibyte = match std::str::from_utf8(head) {
        Ok(_) => return UTF_8,
        // Cut inside a character.
        Err(error) if error.error_len().is_none() && head.len() >= HEAD => return UTF_8,
        Err(_) => {
            head.utf8_chunks().map(|c| c.valid().chars().filter(|c| !c.is_ascii()).count()).sum::<usize>()
        }
    };
    let broken = head.utf8_chunks().filter(|c| !c.invalid().is_empty()).count();
    if multibyte > 0 && multibyte * 2 >= broken {
        return UTF_8;
    }
    if let Some(declared) = declared(head).filter(|&e| e != UTF_8 && e.is_ascii_compatible()) {
        return declared;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&head[..head.len().min(HEAD * 16)], true);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-16, by the mark of a beginning or by what it looks like.
pub(super) fn wide(head: &[u8]) -> Option<&'static Encoding> {
    let marked = Encoding::for_bom(head).map(|(encoding, _)| encoding).filter(|&e| e != UTF_8);
    marked.or_else(|| declared_wide(head))
}

/// UTF-16 without a mark: in nearly all English letters one of the two bytes is zero, and it is always the same.
pub(super) fn declared_wide(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(512) & !1];
    if head.len() < 16 || memchr::memchr(0, &head[..16]).is_none() {
        return None;
    }
    let units = head.len() / 2;
    let count =
        |from: usize, is: fn(u8) -> bool| head.iter().skip(from).step_by(2).filter(|&&b| is(b)).count();
    let letters = |from: usize| count(from, |b| b.is_ascii_graphic() || b.is_ascii_whitespace());
    let fits = |high: usize, low: usize| {
        let zeros = count(high, |b| b == 0);
        zeros * 10 >= units * 7 && letters(low) * 10 >= units * 7 && count(low, |b| b == 0) * 50 <= units
    };
    match () {
        () if fits(1, 0) => Some(UTF_16LE),
        () if fits(0, 1) => Some(UTF_16BE),
        () => None,
    }
}

/// What an XML prolog or an HTML `meta` says.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(4096)];
    let label = |after: &[u8]| -> Option<&'static Encoding> {
        let rest = after.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
        let end = rest
            .iter()
            .position(|&b| !b.is_ascii_alphanumeric() && !matches!(b, b'-' | b'_' | b':' | b'.'))?;
        Encoding::for_label(&rest[..end])
    };
    let find = |word: &str| memchr::memmem::find(head, word.as_bytes()).map(|at| &head[at + word.len()..]);
    if head.trim_ascii_start().starts_with(b"<?xml")
        && let Some(found) = find("encoding").and_then(label)
    {
        return Some(found);
    }
    find("charset").and_then(label)
}

/// UTF-8 with bytes in it that are not: curly quotes of Windows, pasted.
fn mixed(bytes: &[u8]) -> Decoded {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 16);
    let mut offsets = Offsets::default();
    let mut strange = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        offsets.push(narrow(chunk.valid().len()), (1, 1));
        for byte in chunk.invalid() {
            let (decoded, _) = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(byte));
            text.push_str(&decoded);
            offsets.push(1, (u8::try_from(decoded.len()).unwrap_or(1), 1));
            strange += 1;
        }
    }
    let problem = (strange > 0).then(|| {
        format!(
            "{} in it {} not UTF-8 and {} read as windows-1252",
            bytes_of(strange),
            is_are(strange),
            was_were(strange)
        )
    });
    Decoded { text, offsets: (strange > 0).then_some(offsets), problem }
}

/// Character by character, so that each is known to stand where it does; and how many bytes were wrong.
fn transcode(bytes: &[u8], encoding: &'static Encoding) -> (String, Offsets, usize) {
    let marked = Encoding::for_bom(bytes).filter(|(e, _)| *e == encoding).map_or(0, |(_, len)| len);
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut offsets = Offsets::default();
    offsets.push(u32::from(marked > 0), (0, u8::try_from(marked).unwrap_or(0)));
    let (mut at, mut from, mut wrong) = (marked, marked, 0);
    let mut buffer = [0u8; 16];
    let plain = encoding.is_ascii_compatible();
    while at < bytes.len() {
        if plain && from == at {
            let ascii = Encoding::ascii_valid_up_to(&bytes[at..]);
            // What is left of a run goes through the decoder: the next character may begin in it.
            text.push_str(std::str::from_utf8(&bytes[at..at + ascii]).unwrap_or(""));
            offsets.push(narrow(ascii), (1, 1));
            at += ascii;
            from = at;
            if at == bytes.len() {
                break;
            }
        }
        let last = at + 1 == bytes.len();
        let mut fed = &bytes[at..=at];
        loop {
            let (result, read, written) = decoder.decode_to_utf8_without_replacement(fed, &mut buffer, last);
            fed = &fed[read..];
            let made = std::str::from_utf8(&buffer[..written]).unwrap_or("");
            let here = at + 1 - fed.len();
            add(made, from, here, &mut text, &mut offsets);
            if !made.is_empty() {
                from = here;
            }
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull if written > 0 => {}
                DecoderResult::OutputFull => break,
                DecoderResult::Malformed(..) => {
                    wrong += 1;
                    add("\u{fffd}", from, here, &mut text, &mut offsets);
                    from = here;
                }
            }
        }
        at += 1;
    }
    (text, offsets, wrong)
}

/// Characters that were made of `file[from..to]`.
fn add(made: &str, from: usize, to: usize, text: &mut String, offsets: &mut Offsets) {
    let mut left = to - from;
    let mut chars = made.chars().peekable();
    while let Some(c) = chars.next() {
        // Two characters of one sequence: the first has all of it.
        let wide = if chars.peek().is_none() || left > 0 { left } else { 0 };
        offsets.push(1, (u8::try_from(c.len_utf8()).unwrap_or(1), u8::try_from(wide).unwrap_or(u8::MAX)));
        left = 0;
    }
    text.push_str(made);
}

/// A whole text without a map: for containers, whose offsets count in the decoded text.
pub(super) fn decode_all(bytes: &[u8], encoding: &'static Encoding) -> String {
    let (encoding, skip) = Encoding::for_bom(bytes).unwrap_or((encoding, 0));
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let bytes = &bytes[skip..];
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len()));
    let (result, ..) = decoder.decode_to_string(bytes, &mut text, true);
    debug_assert_eq!(result, CoderResult::InputEmpty);
    text
}

fn bytes_of(count: usize) -> String {
    if count == 1 { "a byte".to_owned() } else { format!("{count} bytes") }
}

fn is_are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

fn was_were(count: usize) -> &'static str {
    if count == 1 { "was" } else { "were" }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Decoded {
        decode(bytes.to_vec(), None)
    }

    /// Every character of the text comes from the bytes that the map says.
    fn traced(bytes: &[u8], encoding: &'static Encoding) {
        let (text, offsets, _) = transcode(bytes, encoding);
        let mut last = 0;
        for (at, _) in text.char_indices() {
            let file = offsets.file(narrow(at));
            assert!(file >= last && file as usize <= bytes.len(), "{at} of {text:?}");
            last = file;
        }
        assert_eq!(offsets.file(narrow(text.len())) as usize, bytes.len(), "{text:?}");
    }

    #[test]
    fn windows_quotes() {
        let bytes = b"She said \x93ten\x94 of the caf\xe9\x92s guests, no more, had fallen ill on Monday.";
        let read = read(bytes);
        assert!(read.text.contains("“ten” of the café’s"), "{}", read.text);
        let offsets = read.offsets.unwrap();
        let ten = read.text.find("ten").unwrap();
        let file = offsets.file(narrow(ten)) as usize;
        assert_eq!(&bytes[file..file + 3], b"ten");
        assert!(read.problem.is_none());
    }

    #[test]
    fn marks_and_declarations() {
        let wide: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("Ten é".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let text = read(&wide);
        assert_eq!(text.text, "Ten é");
        assert_eq!(text.offsets.as_ref().map(|o| (o.file(0), o.file(4), o.file(6))), Some((2, 10, 12)));
        let unmarked: Vec<u8> = "Ten people fell".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&unmarked).text, "Ten people fell");
        assert_eq!(
            read(b"<?xml version='1.0' encoding='iso-8859-2'?><a>\xb1</a>").text.chars().rev().nth(4),
            Some('ą')
        );
        assert_eq!(
            read(b"<meta charset=\"shift_jis\"><p>\x93\xfa\x96{").text.split('>').nth(2),
            Some("日本")
        );
    }

    #[test]
    fn both_at_once() {
        let read = read("“Ten” é ".bytes().chain(*b"\x93ten\x94").collect::<Vec<u8>>().as_slice());
        assert_eq!(read.text, "“Ten” é “ten”");
        assert_eq!(
            read.problem.as_deref(),
            Some("2 bytes in it are not UTF-8 and were read as windows-1252")
        );
        let offsets = read.offsets.unwrap();
        assert_eq!((offsets.file(13), offsets.file(15), offsets.file(16)), (13, 13, 14));
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_encoding(bytes in prop::collection::vec(prop_oneof![3 => 32u8..127, 2 => any::<u8>()], 0..60), which in 0..9usize) {
            let encodings = [
                UTF_16LE, UTF_16BE, WINDOWS_1252, encoding_rs::SHIFT_JIS, encoding_rs::GB18030, encoding_rs::BIG5,
                encoding_rs::EUC_KR, encoding_rs::ISO_2022_JP, encoding_rs::EUC_JP,
            ];
            traced(&bytes, encodings[which]);
            let read = decode(bytes.clone(), None);
            if let Some(offsets) = &read.offsets {
                prop_assert_eq!(offsets.file(narrow(read.text.len())) as usize, bytes.len());
            }
        }
    }
}

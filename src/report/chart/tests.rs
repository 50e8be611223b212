use super::axis::{self, Axis};
use super::marks::{Frame, marks};
use super::*;
use crate::interval::Bound;
use crate::report::timeline;
use proptest::prelude::*;
use quick_xml::events::Event;
use unicode_width::UnicodeWidthStr;

fn day() -> impl Strategy<Value = Date> {
    let near = (1990i16..2030, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| jiff::civil::date(y, m, d));
    prop_oneof![6 => near, 1 => Just(Date::MIN), 1 => Just(Date::MAX)]
}

fn amount() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        6 => (0i64..500).prop_map(Decimal::from),
        1 => any::<i64>().prop_map(Decimal::from),
        1 => Just(Decimal::MAX),
        1 => Just(Decimal::MIN),
        1 => (0i64..1000).prop_map(|n| Decimal::new(n, 28)),
    ]
}

fn interval<T: Ord + Copy + std::fmt::Debug + 'static>(
    value: impl Strategy<Value = T> + Clone + 'static,
) -> impl Strategy<Value = Interval<T>> {
    let bound = prop_oneof![
        Just(None),
        value.clone().prop_map(|v| Some(Bound::Closed(v))),
        value.clone().prop_map(|v| Some(Bound::Open(v)))
    ];
    prop_oneof![
        value.prop_map(Interval::point),
        (bound.clone(), bound).prop_map(|(low, high)| Interval {
            low: low.unwrap_or(Bound::Unbounded),
            high: high.unwrap_or(Bound::Unbounded)
        })
    ]
}

fn point() -> impl Strategy<Value = Point> {
    let value = prop_oneof![
        interval(amount().boxed()).prop_map(Reach::Amount),
        interval(day().boxed()).prop_map(Reach::Days),
        Just(Reach::Named),
    ];
    (interval(day().boxed()), value, any::<String>(), any::<String>(), any::<bool>()).prop_map(
        |(published, value, words, name, heard)| Point {
            published,
            value,
            standard: words.chars().take(3).collect(),
            words,
            article: name.clone(),
            path: name.into(),
            line: 1,
            outlet: None,
            modality: "asserted",
            heard,
        },
    )
}

prop_compose! {
    fn chart()(
        subject in any::<String>(),
        points in prop::collection::vec(point(), 0..12),
        steps in prop::collection::vec((day(), amount()), 0..4),
        sides in prop::collection::vec((0usize..12, 0usize..12), 0..3),
    ) -> Chart {
        let clash = |(here, there)| Clash {
            finding: 0,
            rule: "toll".into(),
            outcome: Outcome::Clash,
            confidence: Confidence::Low,
            here,
            there: vec![there],
            step: Some(there),
        };
        let mut steps: Vec<Step> = steps.into_iter().map(|(from, value)| Step { from, value }).collect();
        steps.sort_by_key(|s| s.from);
        Chart {
            axis: subject.clone(),
            source: subject.clone(),
            attribute: "toll".into(),
            clashes: sides.into_iter().map(clash).collect(),
            subject,
            points,
            steps,
        }
    }
}

fn frame(chart: &Chart) -> Frame {
    Frame {
        left: 50.0,
        right: 600.0,
        top: 70.0,
        bottom: 320.0,
        undated: Some(650.0),
        axis: Axis::of(chart),
        time: axis::time(chart),
    }
}

/// The text of a picture as an XML parser reads it, or why it cannot.
fn text_of(svg: &str) -> Result<String, String> {
    let mut reader = quick_xml::Reader::from_str(svg);
    reader.config_mut().check_end_names = true;
    let (mut text, mut depth) = (String::new(), 0);
    loop {
        match reader.read_event().map_err(|e| e.to_string())? {
            Event::Start(start) => {
                depth += 1;
                start.attributes().try_for_each(|a| a.map(|_| ())).map_err(|e| e.to_string())?;
            }
            Event::End(_) => depth -= 1,
            Event::Text(words) => text.push_str(&words.xml10_content()),
            Event::GeneralRef(name) => match name.resolve_char_ref().map_err(|e| e.to_string())? {
                Some(c) => text.push(c),
                None => text
                    .push_str(quick_xml::escape::resolve_predefined_entity(&name).ok_or("unknown entity")?),
            },
            Event::Eof if depth == 0 => return Ok(text),
            Event::Eof => return Err(format!("{depth} elements are open at the end")),
            _ => {}
        }
    }
}

/// What a picture says of places and sizes: the values of the attributes that hold no words.
fn geometry(svg: &str) -> String {
    const WORDS: [&str; 3] = ["aria-label", "class", "xmlns"];
    let mut reader = quick_xml::Reader::from_str(svg);
    let mut values = String::new();
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(start) | Event::Empty(start) => {
                for attribute in start.attributes().flatten().filter(|a| !WORDS.contains(&a.key.as_ref())) {
                    values.push_str(&attribute.value);
                    values.push(' ');
                }
            }
            Event::Eof => return values,
            _ => {}
        }
    }
}

proptest! {
    #[test]
    fn every_mark_lies_in_the_plot(chart in chart()) {
        let frame = frame(&chart);
        for mark in marks(&chart, &frame) {
            prop_assert!((frame.top..=frame.bottom).contains(&mark.y), "{mark:?}");
            // Bars of one day stand side by side.
            prop_assert!((frame.left - 20.0..=frame.right + 50.0 + 20.0).contains(&mark.x), "{mark:?}");
            prop_assert!(mark.radius.is_finite() && mark.radius > 0.0);
        }
    }

    #[test]
    fn every_picture_is_xml(charts in prop::collection::vec(chart(), 0..3), width in 0u32..5000) {
        let picture = stacked(&charts, Setting::File, width);
        prop_assert!(text_of(&picture).is_ok(), "{:?}\n{picture}", text_of(&picture));
        let geometry = geometry(&picture);
        prop_assert!(!geometry.contains("NaN") && !geometry.contains("inf"), "{geometry}");
        prop_assert!(!picture.contains(" id=\""));
        let forbidden = |c: char| c < ' ' && c != '\n' || ('\u{7f}'..='\u{9f}').contains(&c);
        prop_assert!(!picture.contains(forbidden));
    }

    #[test]
    fn every_terminal_chart_is_safe_to_print(chart in chart(), width in 0usize..200, ascii in any::<bool>()) {
        let mut out = Vec::new();
        let style = timeline::Style { color: false, width, ascii };
        timeline::write_chart(std::slice::from_ref(&chart), style, &mut out).unwrap();
        timeline::write_jsonl(std::slice::from_ref(&chart), &mut Vec::new()).unwrap();
        let text = String::from_utf8(out).unwrap();
        prop_assert!(!text.contains(|c: char| c.is_control() && c != '\n'));
    }
}

fn report(day: &str, value: i64, words: &str) -> Point {
    let published = day.parse().map_or(Interval::ALL, Interval::point);
    Point {
        published,
        value: Reach::Amount(Interval::point(value.into())),
        standard: value.to_string(),
        words: words.to_owned(),
        article: format!("{day}.txt"),
        path: format!("{day}.txt").into(),
        line: 3,
        outlet: None,
        modality: "asserted",
        heard: true,
    }
}

#[test]
fn hostile_words_stay_words() {
    let chart = Chart {
        subject: "</title><script>alert('1')</script> & ]]> \u{202e}\u{7}".to_owned(),
        attribute: "toll".into(),
        points: vec![report("2020-01-01", 3, "<b onload=\"x\">\0\u{ffff}"), report("2020-01-02", 4, "=2+2")],
        ..Chart::default()
    };
    let picture = svg(&chart, Setting::File, 700);
    let text = text_of(&picture).unwrap();
    assert!(text.contains("</title><script>alert('1')</script> & ]]> <U+202E>␇"), "{text}");
    assert!(text.contains("<b onload=\"x\">␀"), "{text}");
    assert!(!picture.contains("<script") && !picture.contains("<b "));
    assert!(!picture.contains(['\u{202e}', '\0', '\u{ffff}', '\u{7}']));
}

#[test]
fn a_picture_in_a_page_brings_no_style_of_its_own() {
    let chart = Chart { points: vec![report("2020-01-01", 3, "3")], ..Chart::default() };
    assert!(!svg(&chart, Setting::Page, 700).contains("<style"));
    assert!(svg(&chart, Setting::File, 700).contains("prefers-color-scheme: dark"));
}

#[test]
fn reports_on_one_spot_are_one_mark_and_all_are_named() {
    let chart = Chart {
        points: vec![report("2020-01-01", 3, "three"), report("2020-01-01", 3, "3")],
        ..Chart::default()
    };
    let marks = marks(&chart, &frame(&chart));
    assert_eq!(marks.len(), 1);
    assert_eq!(marks[0].points, [0, 1]);
    let text = text_of(&svg(&chart, Setting::File, 700)).unwrap();
    assert!(text.contains("three ×2") && text.contains("“three” = 3") && text.contains("“3” = 3"), "{text}");
}

#[test]
fn a_chart_keeps_to_the_width_of_the_terminal() {
    let mut points = vec![
        report("2020-01-01", 3, "a very long wording of three, with more and more words"),
        report("", 40, "40"),
    ];
    points[0].outlet = Some("The Northern and Southern Advertiser of the Whole Coast".into());
    let chart = Chart { subject: "Ferry".to_owned(), attribute: "toll".into(), points, ..Chart::default() };
    for width in [60, 80, 100, 140] {
        let mut out = Vec::new();
        timeline::write_chart(
            std::slice::from_ref(&chart),
            timeline::Style { width, ..Default::default() },
            &mut out,
        )
        .unwrap();
        let text = String::from_utf8(out).unwrap();
        let drawn = text.split("\n\n").next().unwrap();
        assert!(drawn.lines().all(|line| line.width() <= width), "{width}\n{drawn}");
    }
}

/// The plot of a picture, as the tests read it: the `d` of a path of a class.
fn path<'p>(picture: &'p str, class: &str) -> Option<&'p str> {
    picture.split(&format!("class=\"{class}\" d=\"")).nth(1)?.split('"').next()
}

#[test]
fn a_window_without_an_end_is_no_late_date() {
    let until = Point {
        published: Interval { low: Bound::Unbounded, high: Bound::Closed(jiff::civil::date(2024, 12, 31)) },
        ..report("2024-01-01", 3, "three")
    };
    let chart = Chart {
        points: vec![until, report("2024-06-01", 4, "four"), report("2024-12-30", 4, "4")],
        ..Chart::default()
    };
    let frame = frame(&chart);
    let marks = marks(&chart, &frame);
    let of = |point: usize| marks.iter().find(|m| m.points.contains(&point)).unwrap();
    // It lies in the middle of its bar, which leads out of the picture by an arrow.
    assert!(of(0).x + 100.0 < of(2).x, "{} {}", of(0).x, of(2).x);
    let window = of(0).window.unwrap();
    assert!(window.open_low && window.low < of(1).window.unwrap().low);
    let picture = svg(&chart, Setting::Page, 700);
    assert!(path(&picture, "arrow").unwrap().ends_with("l-5 4l5 4"), "{picture}");
    assert!(text_of(&picture).unwrap().contains("31 December 2024 or earlier: “three” = 3"));
}

#[test]
fn the_reference_is_drawn_from_before_its_change() {
    let step = |year, value: i64| Step { from: jiff::civil::date(year, 3, 7), value: value.into() };
    let chart = Chart {
        points: vec![report("2024-05-02", 31, "31"), report("2024-06-02", 32, "32")],
        steps: vec![step(2023, 31), step(2024, 32)],
        ..Chart::default()
    };
    let frame = frame(&chart);
    let changed = frame.time.place(super::scale::day(jiff::civil::date(2024, 3, 7)));
    let first = marks(&chart, &frame).iter().map(|m| m.x).fold(f64::INFINITY, f64::min);
    assert!(changed > 0.1 && frame.x(changed) < first, "{changed}");
    let picture = svg(&chart, Setting::Page, 700);
    let drawn = path(&picture, "reference").unwrap();
    assert_eq!((drawn.matches('H').count(), drawn.matches('V').count()), (2, 1), "{drawn}");
    let text = text_of(&picture).unwrap();
    assert!(text.contains("31 known") && text.contains("32 known from 7 March 2024"), "{text}");
}

#[test]
fn wide_reaches_hide_no_label() {
    let wide = |day: &str, from: i16, words: &str| Point {
        value: Reach::Days(Interval::closed(
            jiff::civil::date(from, 1, 1),
            jiff::civil::date(from + 8, 1, 1),
        )),
        ..report(day, from.into(), words)
    };
    let window = Interval::closed(jiff::civil::date(2020, 1, 1), jiff::civil::date(2020, 12, 31));
    let mut points = vec![
        wide("2020-01-01", 2010, "the tens"),
        wide("2020-06-01", 2014, "later"),
        wide("2020-09-01", 2012, "between"),
    ];
    points.iter_mut().for_each(|p| p.published = window);
    let picture = svg(&Chart { points, ..Chart::default() }, Setting::Page, 700);
    for words in ["the tens", "later", "between"] {
        assert!(picture.contains(&format!(">{words}</text>")), "{words}\n{picture}");
    }
}

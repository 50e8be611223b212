//! The cells of a column as text: a day or a moment as ISO 8601 writes it, a number as it is counted.

use super::pages::{Pages, broken};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::{ByteArray, DataType, Int96};
use parquet::errors::Result;
use parquet::schema::types::ColumnDescPtr;

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Uuid,
    Bool,
    Number {
        signed: bool,
    },
    Float,
    Day,
    /// So many in a second since 1970, at Greenwich or wherever it was.
    Moment {
        per_second: i64,
        greenwich: bool,
    },
    /// As Hive, Impala and old Spark write a moment.
    Julian,
}

impl Kind {
    /// Nothing for lists and for what no field of a record is made of.
    pub(super) fn of(column: &ColumnDescPtr) -> Option<Kind> {
        if column.max_rep_level() > 0 {
            return None;
        }
        let moment = |per_second, greenwich| Some(Kind::Moment { per_second, greenwich });
        if let Some(logical) = column.logical_type_ref() {
            return match (logical, column.physical_type()) {
                (LogicalType::String | LogicalType::Enum | LogicalType::Json, _) => Some(Kind::Text),
                (LogicalType::Uuid, _) => Some(Kind::Uuid),
                (LogicalType::Date, Type::INT32) => Some(Kind::Day),
                (LogicalType::Integer(int), _) => Some(Kind::Number { signed: int.is_signed }),
                (LogicalType::Timestamp(time), Type::INT64) => match time.unit {
                    TimeUnit::MILLIS => moment(1_000, time.is_adjusted_to_u_t_c),
                    TimeUnit::MICROS => moment(1_000_000, time.is_adjusted_to_u_t_c),
                    TimeUnit::NANOS => moment(1_000_000_000, time.is_adjusted_to_u_t_c),
                },
                _ => None,
            };
        }
        match (column.converted_type(), column.physical_type()) {
            (ConvertedType::TIMESTAMP_MILLIS, Type::INT64) => moment(1_000, true),
            (ConvertedType::TIMESTAMP_MICROS, Type::INT64) => moment(1_000_000, true),
            (ConvertedType::DATE, Type::INT32) => Some(Kind::Day),
            (ConvertedType::DECIMAL | ConvertedType::INTERVAL | ConvertedType::BSON, _) => None,
            (ConvertedType::TIME_MILLIS | ConvertedType::TIME_MICROS, _) => None,
            (ConvertedType::UINT_8 | ConvertedType::UINT_16, _) => Some(Kind::Number { signed: false }),
            (ConvertedType::UINT_32 | ConvertedType::UINT_64, _) => Some(Kind::Number { signed: false }),
            (_, Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY) => Some(Kind::Text),
            (_, Type::BOOLEAN) => Some(Kind::Bool),
            (_, Type::INT32 | Type::INT64) => Some(Kind::Number { signed: true }),
            (_, Type::FLOAT | Type::DOUBLE) => Some(Kind::Float),
            (_, Type::INT96) => Some(Kind::Julian),
        }
    }
}

/// What stands in one cell.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    /// As it lies in its page.
    Bytes(ByteArray),
    Written(String),
}

impl Cell {
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Cell::Bytes(bytes) => bytes.data(),
            Cell::Written(text) => text.as_bytes(),
        }
    }
}

/// A column of a group of rows that is being read.
pub(super) struct Column {
    /// What its cells are marked with in a row.
    pub(super) mark: u8,
    kind: Kind,
    reader: ColumnReader,
    most_defined: i16,
}

impl Column {
    pub(super) fn new(mark: u8, kind: Kind, column: ColumnDescPtr, pages: Pages) -> Column {
        let most_defined = column.max_def_level();
        Column { mark, kind, reader: get_column_reader(column, Box::new(pages)), most_defined }
    }

    /// The next cells, fewer than are asked for at the end only; nothing where a cell is empty.
    pub(super) fn next(&mut self, count: usize) -> Result<Vec<Option<Cell>>> {
        let (defined, kind) = (self.most_defined, self.kind);
        let signed = !matches!(kind, Kind::Number { signed: false });
        let written = |text: Option<String>| text.map(Cell::Written);
        match &mut self.reader {
            ColumnReader::ByteArrayColumnReader(reader) => {
                cells(reader, count, defined, |bytes| Some(Cell::Bytes(bytes)))
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => cells(reader, count, defined, |bytes| {
                let bytes = ByteArray::from(bytes);
                if kind == Kind::Uuid { written(uuid(bytes.data())) } else { Some(Cell::Bytes(bytes)) }
            }),
            ColumnReader::Int32ColumnReader(reader) => cells(reader, count, defined, |number| {
                written(match kind {
                    Kind::Day => Some(day(number)),
                    _ if signed => Some(number.to_string()),
                    _ => Some(number.cast_unsigned().to_string()),
                })
            }),
            ColumnReader::Int64ColumnReader(reader) => cells(reader, count, defined, |number| {
                written(match kind {
                    Kind::Moment { per_second, greenwich } => Some(moment(number, per_second, greenwich)),
                    _ if signed => Some(number.to_string()),
                    _ => Some(number.cast_unsigned().to_string()),
                })
            }),
            ColumnReader::Int96ColumnReader(reader) => {
                cells(reader, count, defined, |number| written(Some(julian(&number))))
            }
            ColumnReader::FloatColumnReader(reader) => {
                cells(reader, count, defined, |n| written(n.is_finite().then(|| n.to_string())))
            }
            ColumnReader::DoubleColumnReader(reader) => {
                cells(reader, count, defined, |n| written(n.is_finite().then(|| n.to_string())))
            }
            ColumnReader::BoolColumnReader(reader) => {
                cells(reader, count, defined, |truth| written(Some(truth.to_string())))
            }
        }
    }
}

fn cells<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    count: usize,
    defined: i16,
    cell: impl Fn(T::T) -> Option<Cell>,
) -> Result<Vec<Option<Cell>>> {
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    let (rows, ..) = reader.read_records(count, (defined > 0).then_some(&mut levels), None, &mut values)?;
    let mut values = values.into_iter();
    let cells: Vec<Option<Cell>> = match defined {
        0 => values.map(&cell).collect(),
        _ => levels.iter().map(|&level| if level == defined { cell(values.next()?) } else { None }).collect(),
    };
    if cells.len() != rows {
        return Err(broken("a page that holds fewer cells than it says"));
    }
    Ok(cells)
}

/// A day by its number since 1970. What no calendar has is no date, and is told as it is.
fn day(number: i32) -> String {
    let day = Span::new().try_days(number).and_then(|days| Date::constant(1970, 1, 1).checked_add(days));
    day.map_or_else(|_| format!("day {number}"), |day| day.to_string())
}

/// A moment by its number since 1970; without a zone where it is not known to be at Greenwich.
fn moment(number: i64, per_second: i64, greenwich: bool) -> String {
    let Ok(moment) = Timestamp::from_second(number.div_euclid(per_second)) else {
        return format!("moment {number}");
    };
    if greenwich { moment.to_string() } else { TimeZone::UTC.to_datetime(moment).to_string() }
}

/// Nanoseconds of a day, and its number since the year 4713 before Christ.
fn julian(number: &Int96) -> String {
    let &[low, high, day] = number.data() else { return String::new() };
    let seconds = ((u64::from(high) << 32) | u64::from(low)) / 1_000_000_000;
    let days = i64::from(day) - 2_440_588;
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX).saturating_add(days * 86_400);
    moment(seconds, 1, true)
}

fn uuid(bytes: &[u8]) -> Option<String> {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let part = |from: usize, to: usize| digits.get(from..to);
    Some([part(0, 8)?, part(8, 12)?, part(12, 16)?, part(16, 20)?, part(20, 32)?].join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments() {
        assert_eq!(day(22_343), "2031-03-05");
        assert_eq!(day(i32::MIN), "day -2147483648");
        assert_eq!(moment(1_930_435_200_999, 1_000, true), "2031-03-05T00:00:00Z");
        assert_eq!(moment(1_930_435_200_000_000, 1_000_000, false), "2031-03-05T00:00:00");
        assert_eq!(moment(-1, 1_000_000_000, true), "1969-12-31T23:59:59Z");
        assert_eq!(moment(i64::MAX, 1, true), "moment 9223372036854775807");
        // As the tools of Hadoop write 2031-03-05 12:00.
        let noon = 43_200_000_000_000_u64;
        let mut number = Int96::new();
        number.set_data(noon as u32, (noon >> 32) as u32, 2_440_588 + 22_343);
        assert_eq!(julian(&number), "2031-03-05T12:00:00Z");
        number.set_data(u32::MAX, u32::MAX, u32::MAX);
        assert!(!julian(&number).is_empty());
        assert_eq!(uuid(&[0xab; 16]).as_deref(), Some("abababab-abab-abab-abab-abababababab"));
        assert_eq!(uuid(&[0xab; 3]), None);
    }
}

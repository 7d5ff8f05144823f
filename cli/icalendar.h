#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

#include "schema/date.h"
#include "schema/ids.h"

// iCalendar (RFC 5545), as far as a list of days needs it.
namespace tyst::cli {

// Something that falls on one whole day.
struct CalendarEntry {
    std::string uid;  // the same entry in a later calendar replaces this one
    Date day;
    std::string summary;
    std::string category;
};

// One VCALENDAR with one all-day VEVENT for each entry, in the order given; `stamp` is when they
// read so. Lines end with CR LF and are folded.
void print_calendar(std::ostream& out, std::span<const CalendarEntry> entries, Timestamp stamp);

// A UID that depends on nothing but the person, what it is about, and the ledger: a UUID made from
// the two (RFC 9562, version 5), then "@" and the ledger's origin.
[[nodiscard]] std::string calendar_uid(
    StreamId person, std::string_view about, std::string_view origin
);

// `text` as a value of type TEXT: "\", ";", "," and line breaks escaped, other control characters
// replaced by "?".
[[nodiscard]] std::string calendar_text(std::string_view text);

// A content line in pieces of at most 75 octets, each ended by CR LF, all but the first begun with
// a space; no UTF-8 character is cut in two.
[[nodiscard]] std::string folded(std::string_view line);

}  // namespace tyst::cli

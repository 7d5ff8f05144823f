#include "cli/icalendar.h"

#include <sstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "schema/utf8.h"

namespace tyst::cli {
namespace {

StreamId person_of_byte(std::uint8_t byte) {
    StreamId person;
    person.bytes.fill(byte);
    return person;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find("\r\n", at);
        REQUIRE(end != std::string::npos);
        lines.push_back(text.substr(at, end - at));
        at = end + 2;
    }
    return lines;
}

// What a reader makes of folded lines.
std::string unfolded(const std::string& text) {
    std::string line;
    for (const std::string& piece : lines_of(text)) {
        line += line.empty() ? piece : piece.substr(1);
    }
    return line;
}

TEST_CASE("icalendar: an entry is a whole day with the moment at which it read so") {
    std::ostringstream out;
    const std::vector<CalendarEntry> entries{
        {"uid-1@tyst", Date::of(2018, 5, 1), "A1: Second review", "statute"}
    };
    print_calendar(out, entries, *parse_timestamp("2026-03-02T09:00:00.5Z"));
    CHECK(
        out.str() ==
        "BEGIN:VCALENDAR\r\n"
        "VERSION:2.0\r\n"
        "PRODID:-//Tyst//tyst due//EN\r\n"
        "CALSCALE:GREGORIAN\r\n"
        "BEGIN:VEVENT\r\n"
        "UID:uid-1@tyst\r\n"
        "DTSTAMP:20260302T090000Z\r\n"
        "DTSTART;VALUE=DATE:20180501\r\n"
        "SUMMARY:A1: Second review\r\n"
        "CATEGORIES:statute\r\n"
        "TRANSP:TRANSPARENT\r\n"
        "END:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    );
}

TEST_CASE("icalendar: without entries the calendar is there and empty") {
    std::ostringstream out;
    print_calendar(out, {}, Timestamp{});
    CHECK_THAT(out.str(), Catch::StartsWith("BEGIN:VCALENDAR\r\n"));
    CHECK_THAT(out.str(), Catch::EndsWith("END:VCALENDAR\r\n"));
    CHECK_THAT(out.str(), !Catch::Contains("VEVENT"));
}

TEST_CASE("icalendar: text is escaped, and no control character gets through") {
    CHECK(calendar_text("plain: text") == "plain: text");
    CHECK(calendar_text(R"(a\b;c,d)") == R"(a\\b\;c\,d)");
    CHECK(calendar_text("one\ntwo\r\nthree\rfour") == R"(one\ntwo\nthree\nfour)");
    CHECK(calendar_text("a\x1b[31m\x7f") == "a?[31m?");
}

TEST_CASE("icalendar: a line of 75 octets stays whole, the 76th goes to the next line") {
    const std::string fits(75, 'x');
    CHECK(folded(fits) == fits + "\r\n");
    CHECK(folded(fits + "y") == fits + "\r\n y\r\n");
    // The space that begins a further line counts.
    const std::string more(74, 'z');
    CHECK(folded(fits + more) == fits + "\r\n " + more + "\r\n");
    CHECK(folded(fits + more + "!") == fits + "\r\n " + more + "\r\n !\r\n");
    CHECK(folded("") == "\r\n");
}

TEST_CASE("icalendar: no character is cut in two, wherever it meets the end of a line") {
    for (const std::string character : {"ŵ", "€", "😀"}) {
        for (std::size_t before = 66; before <= 150; ++before) {
            const std::string line =
                fmt::format("{0}{1}{1}end", std::string(before, 'a'), character);
            const std::string text = folded(line);
            INFO(before << " octets before " << character);
            REQUIRE(unfolded(text) == line);
            for (const std::string& piece : lines_of(text)) {
                REQUIRE(piece.size() <= 75);
                REQUIRE(is_utf8(piece));
            }
        }
    }
}

TEST_CASE("icalendar: bytes that are no UTF-8 are folded all the same") {
    const std::string line(300, '\x80');
    CHECK(unfolded(folded(line)) == line);
}

TEST_CASE("icalendar: a UID is the same each time, and another for anything else") {
    const StreamId person = person_of_byte(7);
    const std::string uid = calendar_uid(person, "R-second-review/1/3/", "tyst/W06000014");
    // As any other program makes it: uuid5 in the namespace of the pseudonym.
    CHECK(uid == "b2357325-d7a7-5447-8ab6-1c6da28b7d1e@tyst/W06000014");
    CHECK(uid == calendar_uid(person, "R-second-review/1/3/", "tyst/W06000014"));
    CHECK(uid != calendar_uid(person, "R-second-review/2/3/", "tyst/W06000014"));
    CHECK(uid != calendar_uid(person_of_byte(8), "R-second-review/1/3/", "tyst/W06000014"));
    CHECK_THAT(uid, !Catch::Contains("07070707"));
}

}  // namespace
}  // namespace tyst::cli

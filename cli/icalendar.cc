#include "cli/icalendar.h"

#include <algorithm>
#include <ostream>

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <fmt/format.h>

namespace tyst::cli {
namespace {

constexpr std::size_t kLineOctetsMax = 75;

bool continues_character(char octet) {
    return (static_cast<unsigned char>(octet) & 0xC0U) == 0x80U;
}

bool is_control(char octet) {
    const auto value = static_cast<unsigned char>(octet);
    return value < 0x20 || value == 0x7F;
}

// How many octets of `text` fit into `room` without cutting a character. Bytes that are no UTF-8
// are cut anywhere.
std::size_t fitting(std::string_view text, std::size_t room) {
    if (text.size() <= room) {
        return text.size();
    }
    std::size_t size = room;
    while (size > 0 && continues_character(text[size])) {
        --size;
    }
    return size == 0 ? room : size;
}

std::string calendar_day(Date date) {
    return fmt::format("{:04}{:02}{:02}", date.year(), date.month(), date.day());
}

// "20260302T090000Z": always in UTC, whole seconds.
std::string calendar_time(Timestamp time) {
    std::string digits = to_text(time).substr(0, std::string_view("2026-03-02T09:00:00").size());
    std::erase_if(digits, [](char sign) { return sign == '-' || sign == ':'; });
    return digits + 'Z';
}

}  // namespace

void print_calendar(std::ostream& out, std::span<const CalendarEntry> entries, Timestamp stamp) {
    const auto line = [&out](std::string_view name, std::string_view value) {
        out << folded(fmt::format("{}{}", name, value));
    };
    line("BEGIN:", "VCALENDAR");
    line("VERSION:", "2.0");
    line("PRODID:", "-//Tyst//tyst due//EN");
    line("CALSCALE:", "GREGORIAN");
    for (const CalendarEntry& entry : entries) {
        line("BEGIN:", "VEVENT");
        line("UID:", calendar_text(entry.uid));
        line("DTSTAMP:", calendar_time(stamp));
        line("DTSTART;VALUE=DATE:", calendar_day(entry.day));
        line("SUMMARY:", calendar_text(entry.summary));
        line("CATEGORIES:", calendar_text(entry.category));
        // A day to act by does not make anybody busy.
        line("TRANSP:", "TRANSPARENT");
        line("END:", "VEVENT");
    }
    line("END:", "VCALENDAR");
}

std::string calendar_uid(StreamId person, std::string_view about, std::string_view origin) {
    boost::uuids::uuid space{};
    std::ranges::copy(person.bytes, space.begin());
    const boost::uuids::name_generator_sha1 named_in(space);
    return fmt::format(
        "{}@{}", boost::uuids::to_string(named_in(about.data(), about.size())), origin
    );
}

std::string calendar_text(std::string_view text) {
    std::string escaped;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char sign = text[at];
        if (sign == '\r' && at + 1 < text.size() && text[at + 1] == '\n') {
            continue;  // the line feed behind it stands for both
        }
        if (sign == '\n' || sign == '\r') {
            escaped += "\\n";
        } else if (sign == '\\' || sign == ';' || sign == ',') {
            escaped += '\\';
            escaped += sign;
        } else {
            escaped += is_control(sign) ? '?' : sign;
        }
    }
    return escaped;
}

std::string folded(std::string_view line) {
    std::size_t size = fitting(line, kLineOctetsMax);
    std::string text = fmt::format("{}\r\n", line.substr(0, size));
    while (size < line.size()) {
        line.remove_prefix(size);
        size = fitting(line, kLineOctetsMax - 1);
        text += fmt::format(" {}\r\n", line.substr(0, size));
    }
    return text;
}

}  // namespace tyst::cli

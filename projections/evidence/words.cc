#include "projections/evidence/words.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <variant>

#include <fmt/format.h>

#include "projections/evidence/embedded.h"
#include "schema/event_catalogue.h"
#include "schema/toml_document.h"

namespace tyst::evidence {
namespace {

constexpr std::array<std::string_view, 12> kMonthKeys = {
    "month.1",
    "month.2",
    "month.3",
    "month.4",
    "month.5",
    "month.6",
    "month.7",
    "month.8",
    "month.9",
    "month.10",
    "month.11",
    "month.12",
};

Result<void> flatten(
    const TomlTable& table,
    const std::string& prefix,
    std::map<std::string, std::string, std::less<>>& texts
) {
    for (const auto& [key, value] : table) {
        if (const auto* text = std::get_if<std::string>(&value.value)) {
            if (!texts.emplace(prefix + key, *text).second) {
                return fail(ErrorCode::invalid_value, "text " + prefix + key + ": stands twice");
            }
        } else if (const auto* inner = std::get_if<TomlTable>(&value.value)) {
            TYST_TRY(flatten(*inner, prefix + key + ".", texts));
        } else {
            return fail(
                ErrorCode::invalid_value, "text " + prefix + key + ": is neither text nor table"
            );
        }
    }
    return {};
}

}  // namespace

Result<TextCatalogue> TextCatalogue::load(std::string_view language) {
    const std::string path = fmt::format("texts/evidence.{}.toml", language);
    const auto files = embedded_evidence_files();
    const auto found = std::ranges::find(files, path, &EmbeddedFile::path);
    if (found == files.end()) {
        return fail(
            ErrorCode::invalid_value,
            fmt::format("language: packs are written in en or cy, not in '{}'", language)
        );
    }
    TextCatalogue catalogue;
    TYST_TRY(catalogue.add(path, found->text));
    return catalogue;
}

Result<void> TextCatalogue::add(std::string_view path, std::string_view text) {
    TYST_ASSIGN(const auto document, parse_toml(path, text, ErrorCode::invalid_value));
    return flatten(std::get<TomlTable>(document.value), "", texts_);
}

const std::string* TextCatalogue::find(std::string_view key) const {
    const auto found = texts_.find(key);
    return found == texts_.end() ? nullptr : &found->second;
}

Words::Words(std::string language, TextCatalogue texts, const CodeBook& codes, bool person)
    : language_(std::move(language)), texts_(std::move(texts)), codes_(codes), person_(person) {}

const std::string& Words::text(std::string_view key) const {
    if (person_) {
        const std::string* own = texts_.find(fmt::format("as_person.{}", key));
        if (own != nullptr) return *own;
    }
    const std::string* found = texts_.find(key);
    TYST_ASSERT(found != nullptr);
    return *found;
}

std::string Words::say(std::string_view key, Placeholders values) const {
    const std::string_view pattern = text(key);
    std::string said;
    for (std::size_t at = 0; at < pattern.size();) {
        const std::size_t open = pattern.find('{', at);
        const std::size_t close =
            open == std::string_view::npos ? open : pattern.find('}', open + 1);
        if (close == std::string_view::npos) {
            said += pattern.substr(at);
            break;
        }
        said += pattern.substr(at, open - at);
        const std::string_view wanted = pattern.substr(open + 1, close - open - 1);
        const auto* value =
            std::ranges::find(values, wanted, [](const auto& pair) { return pair.first; });
        TYST_ASSERT(value != values.end());
        said += value->second;
        at = close + 1;
    }
    return said;
}

std::string Words::date(Date date) const {
    return fmt::format("{} {} {}", date.day(), text(kMonthKeys[date.month() - 1]), date.year());
}

std::string Words::time(Timestamp instant) const {
    const std::string iso = to_text(instant);
    const auto day = parse_date(iso.substr(0, 10));
    // The part of "2019-03-31T14:05:00.250000Z" that a person reads; records hold the rest.
    return day ? fmt::format("{}, {} UTC", date(*day), iso.substr(11, 8)) : iso;
}

std::string Words::occurred(const Occurrence& occurrence) const {
    switch (occurrence.precision) {
        case OccurrencePrecision::day:
            return date(occurrence.date);
        case OccurrencePrecision::instant:
            return occurrence.instant ? time(*occurrence.instant) : date(occurrence.date);
        case OccurrencePrecision::month:
            return fmt::format(
                "{} {}", text(kMonthKeys[occurrence.date.month() - 1]), occurrence.date.year()
            );
        case OccurrencePrecision::year:
            return std::to_string(occurrence.date.year());
    }
    return date(occurrence.date);
}

std::string Words::code(std::string_view set, std::string_view code, Date on) const {
    if (code.empty()) return "";
    if (person_) {
        const std::string* own = texts_.find(fmt::format("as_person.code.{}.{}", set, code));
        if (own != nullptr) return *own;
    }
    const CodeEntry* entry = codes_.find(set, code);
    if (entry == nullptr) return std::string(code);
    used_.emplace(set);
    return pick(entry->title_on(on));
}

const std::string& Words::event(EventType type) const {
    return text(fmt::format("event.{}", name_of(type)));
}

const std::string& Words::field(std::string_view name) const {
    return text(fmt::format("field.{}", name));
}

}  // namespace tyst::evidence

#include "ledger/intake/ssda903_episode.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

namespace tyst {
namespace {

using Episode = Ssda903Episode;
using Kind = ImportFindingKind;
namespace field = episodes_column;

constexpr std::string_view kContinues = "X1";
constexpr std::string_view kReasonsNew = "SLPTUB";

void read_ending(Episode& episode, Ssda903RowReader& reader, const Ssda903Codes& codes) {
    episode.ended = reader.date(field::kEnded);
    const std::string reason = upper_cased(reader.text(field::kReasonCeased));
    if (reason == kContinues) {
        episode.ending = Episode::Ending::continues;
    } else if (!reason.empty()) {
        episode.ending = Episode::Ending::leaves;
        episode.reason_ceased = reader.code(field::kReasonCeased, codes.reason_ceased(reason));
    }
    episode.placement_change = reader.code(
        field::kReasonPlaceChange, codes.placement_change(reader.text(field::kReasonPlaceChange))
    );
}

void read_placement(Episode& episode, Ssda903RowReader& reader, const Ssda903Codes& codes) {
    episode.placement =
        reader.required_code(field::kPlace, codes.placement(reader.text(field::kPlace)));
    episode.placement.provider =
        reader.code(field::kProvider, codes.provider(reader.text(field::kProvider)));
    episode.placement.provider_reference = reader.text(field::kProviderReference);
    episode.placement.home_postcode = reader.text(field::kHomePostcode);
    episode.placement.placement_postcode = reader.text(field::kPlacePostcode);
}

void read_reason_new(Episode& episode, Ssda903RowReader& reader) {
    const std::string reason = upper_cased(reader.text(field::kReasonNew));
    if (reason.empty()) {
        reader.find(Kind::missing_value);
    } else if (reason.size() != 1 || !kReasonsNew.contains(reason.front())) {
        reader.refuse(field::kReasonNew, "unknown code");
    } else {
        episode.reason_new = reason.front();
    }
}

// What is odd about a row by itself.
void find_in_row(const Episode& episode, int year, Ssda903Collector& collector) {
    const auto find = [&](Kind kind) {
        collector.find(kind, Ssda903Table::episodes, episode.line);
    };
    const Date year_ends = collection_ends(year);
    if (episode.began > year_ends || (episode.ended && *episode.ended > year_ends)) {
        find(Kind::after_collection_year);
    }
    const Date received = collector.context().received;
    if (episode.began > received || (episode.ended && *episode.ended > received)) {
        find(Kind::dated_after_received);
    }
    if (episode.ended && *episode.ended < episode.began) find(Kind::end_before_start);
    if (episode.ended && *episode.ended == episode.began) find(Kind::starts_and_ends_same_day);
    if (episode.ended && episode.ending == Episode::Ending::not_stated) {
        find(Kind::end_date_without_reason);
    }
    if (!episode.ended && episode.ending == Episode::Ending::leaves) {
        find(Kind::end_reason_without_date);
    }
    if (!episode.ended && episode.ending == Episode::Ending::continues) {
        find(Kind::open_with_continuation);
    }
}

// Nothing where the row is refused.
std::optional<Episode> read_episode(
    const Ssda903Row& row, Ssda903Collector* reports, const Ssda903Codes& codes
) {
    Ssda903RowReader reader(row, reports);
    Episode episode;
    episode.line = row.line;
    episode.current = reports != nullptr;
    const auto began = reader.required_date(field::kBegan);
    read_reason_new(episode, reader);
    episode.status =
        reader.required_code(field::kStatus, codes.legal_status(reader.text(field::kStatus)));
    episode.need = reader.code(field::kNeed, codes.need(reader.text(field::kNeed)));
    read_placement(episode, reader, codes);
    read_ending(episode, reader, codes);
    if (reader.refused() || !began) return std::nullopt;
    if (episode.need.empty()) reader.find(Kind::missing_value);
    episode.began = *began;
    for (std::size_t column = 0; column < field::kCount; ++column) {
        episode.texts[column] = upper_cased(row.values[column]);
        episode.values[column] = row.values[column];
    }
    return episode;
}

bool is_end_column(std::size_t column) {
    return column == field::kEnded || column == field::kReasonCeased ||
           column == field::kReasonPlaceChange;
}

// The code was replaced while the placement went on; which of two statements is older tells nothing
// here, since either may have come first.
bool is_recoded(std::string_view one, std::string_view other) {
    return place_was_recoded(one, other) || place_was_recoded(other, one);
}

bool says_the_same(const Episode& one, const Episode& other, std::size_t column) {
    const std::string& text = one.texts[column];
    const std::string& again = other.texts[column];
    return text == again || (column == field::kPlace && is_recoded(text, again));
}

// What the row says in a column once both statements are joined.
bool takes_again(const Episode& last, const Episode& again, std::size_t column, bool closes) {
    const bool later = last.stated <= again.stated;
    if (is_end_column(column)) return later && (closes || !again.texts[column].empty());
    return later ? !again.texts[column].empty() : last.texts[column].empty();
}

void state_again(Episode& last, const Episode& again, Ssda903Collector& collector) {
    // The older statement has the row open, the other one its end: that was to be expected.
    const bool later = last.stated <= again.stated;
    const bool closes = later ? !last.ended && again.ended : last.ended && !again.ended;
    bool differs = false;
    bool changes = false;
    Ssda903Row joined{Ssda903Table::episodes, last.line, {last.values.begin(), last.values.end()}};
    for (std::size_t column = 0; column < field::kCount; ++column) {
        if (says_the_same(last, again, column)) continue;
        differs |= !(closes && is_end_column(column));
        if (!takes_again(last, again, column, closes)) continue;
        joined.values[column] = again.values[column];
        changes = true;
    }
    const bool current = last.current || again.current;
    const std::uint32_t line = again.current || changes ? again.line : last.line;
    const Ssda903StatementTime stated = std::max(last.stated, again.stated);
    if (again.current && differs) {
        collector.find(Kind::restated_differently, Ssda903Table::episodes, again.line);
    }
    if (changes) {
        if (auto read = read_episode(joined, nullptr, collector.codes())) {
            read->key = last.key;
            last = *std::move(read);
        }
    }
    last.current = current;
    last.line = line;
    last.stated = stated;
}

// A row that the current return should have, stands in an earlier one and is left out.
void find_left_out(
    const std::vector<Episode>& chain,
    std::span<const Ssda903Statement> statements,
    Ssda903Collector& collector
) {
    const auto current = std::ranges::find(statements, true, &Ssda903Statement::current);
    if (current == statements.end() || current->rows.empty()) return;
    const int year = collector.context().year;
    const bool left_out = std::ranges::any_of(chain, [&](const Episode& episode) {
        return !episode.current && episode.stated < current->time &&
               held_in_collection(episode, year);
    });
    if (!left_out) return;
    const auto& row = current->rows.front();
    collector.find(Kind::no_longer_stated, row.table, row.line);
}

void rank_within_days(std::vector<Episode>& chain) {
    std::map<Date, std::uint16_t> whole_day_rows;
    for (auto& episode : chain) {
        episode.rank = whole_day_rows[episode.began];
        if (episode.ended == episode.began) ++whole_day_rows[episode.began];
    }
}

}  // namespace

bool Ssda903Episode::same_placement(const Ssda903Episode& other) const {
    return std::ranges::all_of(
        std::array{
            field::kPlace, field::kProvider, field::kPlacePostcode, field::kProviderReference
        },
        [&](std::size_t column) { return says_the_same(*this, other, column); }
    );
}

bool held_in_collection(const Ssda903Episode& episode, int year) {
    return episode.began <= collection_ends(year) &&
           !(episode.ended && *episode.ended <= collection_begins(year));
}

std::uint16_t Ssda903Episode::start_sequence() const {
    return static_cast<std::uint16_t>(2 + 2 * rank);
}

std::uint16_t Ssda903Episode::end_sequence() const {
    return ended == began ? static_cast<std::uint16_t>(3 + 2 * rank) : std::uint16_t{1};
}

std::vector<Ssda903Episode> read_ssda903_chain(
    std::span<const Ssda903Statement> statements, Ssda903Collector& collector
) {
    std::map<std::string, Episode> by_key;
    for (const auto& statement : statements) {
        Ssda903Collector* reports = statement.current ? &collector : nullptr;
        Ssda903RowKeys keys;
        for (const auto& row : statement.rows) {
            if (row.table != Ssda903Table::episodes) continue;
            auto episode = read_episode(row, reports, collector.codes());
            if (reports != nullptr) {
                collector.settle(
                    row.table,
                    episode ? Ssda903RowFate::Fate::understood : Ssda903RowFate::Fate::refused
                );
            }
            if (!episode) continue;
            const auto key = keys.take(to_text(episode->began), row, reports);
            if (!key) continue;
            episode->key = *key;
            episode->stated = statement.time;
            if (reports != nullptr) find_in_row(*episode, collector.context().year, collector);
            const auto [place, fresh] = by_key.try_emplace(*key, *episode);
            if (!fresh) state_again(place->second, *episode, collector);
        }
    }
    std::vector<Episode> chain;
    chain.reserve(by_key.size());
    for (auto& [key, episode] : by_key)
        chain.push_back(std::move(episode));
    rank_within_days(chain);
    find_left_out(chain, statements, collector);
    return chain;
}

}  // namespace tyst

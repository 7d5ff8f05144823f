#include "ledger/intake/ssda903_episode.h"

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
    }
    return episode;
}

bool is_end_column(std::size_t column) {
    return column == field::kEnded || column == field::kReasonCeased ||
           column == field::kReasonPlaceChange;
}

void state_again(Episode& first, const Episode& again, Ssda903Collector& collector) {
    const bool closes = !first.ended && again.ended;
    bool differs = false;
    for (std::size_t column = 0; column < field::kCount; ++column) {
        differs |= first.texts[column] != again.texts[column] && !(closes && is_end_column(column));
    }
    if (again.current) {
        first.line = again.line;
        first.current = true;
        if (differs) {
            collector.find(Kind::restated_differently, Ssda903Table::episodes, again.line);
        }
    }
    if (!closes) return;
    first.ended = again.ended;
    first.ending = again.ending;
    first.reason_ceased = again.reason_ceased;
    first.placement_change = again.placement_change;
    for (const std::size_t column :
         {field::kEnded, field::kReasonCeased, field::kReasonPlaceChange}) {
        first.texts[column] = again.texts[column];
    }
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
    return texts[field::kPlace] == other.texts[field::kPlace] &&
           texts[field::kProvider] == other.texts[field::kProvider] &&
           texts[field::kPlacePostcode] == other.texts[field::kPlacePostcode] &&
           texts[field::kProviderReference] == other.texts[field::kProviderReference];
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
    return chain;
}

}  // namespace tyst

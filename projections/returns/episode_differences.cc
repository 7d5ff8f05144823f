#include <algorithm>
#include <set>
#include <span>
#include <utility>

#include "projections/returns/difference_case.h"
#include "schema/returns/collection_year.h"

namespace tyst {
namespace {

using Cause = DifferenceCause;

bool is_in(std::string_view text, std::initializer_list<std::string_view> list) {
    return std::ranges::find(list, text) != list.end();
}

// What a received row is beside in its chain.
struct Neighbours {
    const std::vector<ReceivedEpisode>& chain;
    std::size_t at;

    [[nodiscard]] const ReceivedEpisode& row() const { return chain[at]; }
    [[nodiscard]] const ReceivedEpisode* before() const {
        return at == 0 ? nullptr : &chain[at - 1];
    }
    [[nodiscard]] const ReceivedEpisode* after() const {
        return at + 1 == chain.size() ? nullptr : &chain[at + 1];
    }
    // Another row holds on days of this one.
    [[nodiscard]] bool overlapped() const {
        return std::ranges::any_of(chain, [&](const ReceivedEpisode& other) {
            return &other != &row() && (!other.ended || *other.ended > row().began) &&
                   (!row().ended || *row().ended > other.began);
        });
    }
    [[nodiscard]] bool open_before() const {
        return std::any_of(
            chain.begin(),
            chain.begin() + static_cast<std::ptrdiff_t>(at),
            [](const ReceivedEpisode& other) { return !other.ended; }
        );
    }
    // A row before this one left care on a day on which another row had begun already: with that
    // day care ended for both, and for what goes on from them up to the next start.
    [[nodiscard]] bool ended_by_overlap(Date day) const {
        return std::ranges::any_of(chain, [&](const ReceivedEpisode& left) {
            return left.leaves() && left.began < row().began && *left.ended <= day &&
                   overlapped_at_its_end(left) && !starts_between(*left.ended, row().began);
        });
    }
    // Another row of the same day, or one that ends on the day on which it begins.
    [[nodiscard]] bool shares_its_day() const {
        return std::ranges::any_of(chain, [&](const ReceivedEpisode& other) {
            return &other != &row() && other.began == row().began;
        });
    }

  private:
    [[nodiscard]] bool overlapped_at_its_end(const ReceivedEpisode& left) const {
        return std::ranges::any_of(chain, [&](const ReceivedEpisode& other) {
            return other.began >= left.began && other.began < *left.ended && &other != &left;
        });
    }
    [[nodiscard]] bool starts_between(Date first, Date last) const {
        return std::ranges::any_of(chain, [&](const ReceivedEpisode& other) {
            return other.reason_new == "S" && other.began >= first && other.began <= last;
        });
    }
};

bool covers_no_day(const ReceivedEpisode& row) {
    return row.ended && *row.ended <= row.began;
}

std::optional<Date> adult_from(const ChildCase& child) {
    const auto birth = child.birth();
    return birth ? std::optional(birthday(*birth, kAdultAge)) : std::nullopt;
}

// The day before the 18th birthday is the last of care; an end on either day is none by age.
bool beyond_age(const ChildCase& child, std::optional<Date> day) {
    const auto adult = adult_from(child);
    return adult && (!day || *day >= adult->plus_days(-1));
}

// T and U are told from P and B by the carer alone.
bool carer_alone(std::string_view one, std::string_view other) {
    return (is_in(one, {"P", "T"}) && is_in(other, {"P", "T"})) ||
           (is_in(one, {"U", "B"}) && is_in(other, {"U", "B"}));
}

// Whether the text of RNE says just what changed from the row before.
bool says_what_changed(const ReceivedEpisode& before, const ReceivedEpisode& row) {
    const bool status = before.status != row.status;
    const bool placement = !before.same_placement(row);
    return is_in(row.reason_new, {"L", "U", "B"}) == status &&
           is_in(row.reason_new, {"P", "T", "U", "B"}) == placement;
}

// The exported row rests on something that was told before this return was taken in.
bool was_told_before(const RowCase& row) {
    const auto& events = row.exported->events;
    return !events.empty() && events.front() < row.child->returns->statement;
}

std::optional<Cause> cause_of_reason_new(const RowCase& row, const Neighbours& near) {
    const std::string_view exported = row.exported_text("RNE");
    const std::string& received = near.row().reason_new;
    if (carer_alone(received, exported)) return Cause::code_not_told_apart;
    if (received == "S" && near.before() != nullptr) return Cause::starts_while_in_care;
    if (exported.empty()) return Cause::began_earlier;
    if (received.empty()) return Cause::not_stated_in_return;
    if (near.shares_its_day()) return Cause::same_key_row;
    if (near.before() == nullptr) {
        // The row before it stands in an earlier return, and what changed from there on is
        // exported.
        return was_told_before(row) ? std::optional(Cause::reason_disagrees_with_change)
                                    : std::nullopt;
    }
    if (!says_what_changed(*near.before(), near.row())) return Cause::reason_disagrees_with_change;
    if (near.before()->ended && *near.before()->ended < near.row().began) return Cause::gap;
    return std::nullopt;
}

std::optional<Cause> cause_of_end(const RowCase& row, const Neighbours& near) {
    const ReceivedEpisode& received = near.row();
    const auto exported = row.exported_day("DEC");
    const Date last_day = row.child->returns->now->question.as_at;
    const ReceivedEpisode* const after = near.after();
    if (received.ended && *received.ended > last_day && !exported) return Cause::outside_collection;
    if (exported && beyond_age(*row.child, exported) && exported >= adult_from(*row.child) &&
        received.ended != exported) {
        return Cause::ended_by_age;
    }
    if (near.shares_its_day()) return Cause::same_key_row;
    if (exported && near.ended_by_overlap(*exported)) return Cause::ended_by_overlapping_row;
    if (!received.ended && exported && after != nullptr) return Cause::open_row_followed;
    if (received.ended && near.overlapped()) return Cause::overlap;
    if (received.ended && received.reason_ceased == "X1" && !exported &&
        (after == nullptr || after->began > *received.ended)) {
        return Cause::continuation_without_next;
    }
    if (received.ended && received.reason_ceased.empty()) return Cause::end_date_without_reason;
    return std::nullopt;
}

std::optional<Cause> cause_of_reason_ceased(const RowCase& row, const Neighbours& near) {
    const ReceivedEpisode& received = near.row();
    const std::string_view exported = row.exported_text("REC");
    if (!received.ended && !received.reason_ceased.empty() && exported.empty()) {
        return Cause::end_reason_without_date;
    }
    if (received.ended && received.reason_ceased.empty()) return Cause::end_date_without_reason;
    if (const auto cause = cause_of_end(row, near)) return cause;
    // It left care, and a row that is no start goes on the same day, or the other way round.
    if (near.after() != nullptr && near.after()->reason_new == "S" &&
        received.reason_ceased == "X1") {
        return Cause::starts_while_in_care;
    }
    return std::nullopt;
}

// The import ends a placement with the reason of the row before the next one.
std::optional<Cause> cause_of_place_change(const RowCase& row, const Neighbours& near) {
    const ReceivedEpisode* const after = near.after();
    const bool exported = !row.exported_text("REASON_PLACE_CHANGE").empty();
    if (exported) return cause_of_end(row, near);
    const bool goes_on = after == nullptr || near.row().leaves() || after->temporary() ||
                         !near.row().ended || after->began > *near.row().ended ||
                         after->reason_new == "S" || after->same_placement(near.row());
    if (goes_on) return Cause::no_placement_ended;
    return cause_of_end(row, near);
}

bool earlier_need(const Neighbours& near, std::string_view need) {
    for (std::size_t at = near.at; at-- > 0;) {
        if (near.chain[at].need == need) return true;
    }
    return false;
}

// Care began with a row of an earlier return, not of this one.
bool care_began_before(const RowCase& row, const Neighbours& near) {
    return was_told_before(row) &&
           std::ranges::none_of(
               std::span(near.chain).first(near.at + 1),
               [](const ReceivedEpisode& each) { return each.reason_new == "S"; }
           );
}

// A row before it has the same placement, of which it says something else; that row may stand in an
// earlier return, where this one's first row says that the legal status alone changed.
std::optional<Cause> cause_of_placement(const RowCase& row, const Neighbours& near) {
    for (std::size_t at = near.at; at-- > 0;) {
        if (near.chain[at].same_placement(near.row())) return Cause::placement_goes_on;
    }
    const bool goes_on =
        near.before() == nullptr && near.row().reason_new == "L" && was_told_before(row);
    return goes_on ? std::optional(Cause::placement_goes_on) : std::nullopt;
}

}  // namespace

bool ReceivedEpisode::same_placement(const ReceivedEpisode& other) const {
    return place == other.place && provider == other.provider &&
           place_postcode == other.place_postcode && provider_reference == other.provider_reference;
}

bool ReceivedEpisode::leaves() const {
    return ended && !reason_ceased.empty() && reason_ceased != "X1";
}

std::vector<ReceivedEpisode> received_chain(const ChildCase& child) {
    const ReturnLayout& layout = child.layout();
    const ReturnTableLayout& table = *layout.table("episodes");
    const auto place = static_cast<std::size_t>(&table - layout.tables.data());
    const Ssda903Codes& codes = *child.returns->codes;
    std::vector<ReceivedEpisode> chain;
    std::set<std::vector<std::string_view>> seen;
    for (const ReceivedCells& row : child.received[place]) {
        const auto text = [&](std::string_view column) {
            return row.values[*table.place_of(column)];
        };
        const auto began = parse_slashed_date(text("DECOM"));
        const auto ended = parse_slashed_date(text("DEC"));
        ReceivedEpisode episode;
        episode.row = &row;
        episode.reason_new = upper_cased(text("RNE"));
        episode.status = upper_cased(text("LS"));
        episode.need = upper_cased(text("CIN"));
        episode.place = upper_cased(text("PLACE"));
        episode.provider = upper_cased(text("PLACE_PROVIDER"));
        episode.reason_ceased = upper_cased(text("REC"));
        episode.place_postcode = upper_cased(text("PL_POST"));
        episode.provider_reference = upper_cased(text("URN"));
        const std::string& left = episode.reason_ceased;
        const bool understood = began && (ended || text("DEC").empty()) &&
                                codes.legal_status(episode.status) &&
                                codes.placement(episode.place) &&
                                (episode.provider.empty() || codes.provider(episode.provider)) &&
                                (episode.need.empty() || codes.need(episode.need)) &&
                                (left.empty() || left == "X1" || codes.reason_ceased(left)) &&
                                (text("REASON_PLACE_CHANGE").empty() ||
                                 codes.placement_change(text("REASON_PLACE_CHANGE"))) &&
                                (episode.reason_new.empty() ||
                                 is_in(episode.reason_new, {"S", "L", "P", "T", "U", "B"}));
        if (!understood || !seen.insert(row.values).second) continue;
        episode.began = *began;
        if (ended) episode.ended = *ended;
        chain.push_back(std::move(episode));
    }
    std::ranges::stable_sort(chain, {}, &ReceivedEpisode::began);
    return chain;
}

std::optional<DifferenceCause> episode_value_cause(const RowCase& row, std::string_view column) {
    const auto at = row.child->place_of(*row.received);
    if (!at) return std::nullopt;
    const Neighbours near{row.child->chain, *at};
    if (column == "RNE") return cause_of_reason_new(row, near);
    if (column == "DEC") return cause_of_end(row, near);
    if (column == "REC") return cause_of_reason_ceased(row, near);
    if (column == "REASON_PLACE_CHANGE") return cause_of_place_change(row, near);
    if (near.shares_its_day()) return Cause::same_key_row;
    if (column == "CIN") {
        const std::string_view need = row.exported_text("CIN");
        if (earlier_need(near, need)) return Cause::need_of_period;
        if (!near.row().need.empty() && care_began_before(row, near)) return Cause::need_of_period;
        return near.row().need.empty() ? std::optional(Cause::not_stated_in_return) : std::nullopt;
    }
    if (column == "HOME_POST" || column == "PLACE" || column == "PLACE_PROVIDER" ||
        column == "PL_POST" || column == "URN") {
        return cause_of_placement(row, near);
    }
    return std::nullopt;
}

std::optional<DifferenceCause> episode_missing_cause(const RowCase& row) {
    const auto at = row.child->place_of(*row.received);
    if (!at) return std::nullopt;
    const Neighbours near{row.child->chain, *at};
    const ReceivedEpisode& received = near.row();
    const ReturnSnapshot& snapshot = *row.child->returns->received;
    if (received.began > row.child->returns->now->question.as_at ||
        (received.ended && *received.ended < collection_begins(snapshot.year()))) {
        return Cause::outside_collection;
    }
    if (covers_no_day(received)) return Cause::covers_no_day;
    if (beyond_age(*row.child, received.began)) return Cause::ended_by_age;
    if (near.shares_its_day()) return Cause::same_key_row;
    const ReceivedEpisode* const before = near.before();
    if (before != nullptr && before->status == received.status &&
        before->same_placement(received)) {
        return Cause::nothing_changed;
    }
    if (near.ended_by_overlap(received.began)) return Cause::ended_by_overlapping_row;
    if (near.overlapped()) return near.open_before() ? Cause::open_row_followed : Cause::overlap;
    return std::nullopt;
}

std::optional<DifferenceCause> episode_extra_cause(const RowCase& row) {
    const auto began = row.exported_day("DECOM");
    const auto& chain = row.child->chain;
    if (!began) return std::nullopt;
    // A row that ends on its day, and none that holds from then on.
    const bool ends = std::ranges::any_of(chain, [&](const ReceivedEpisode& other) {
        return other.ended == began;
    });
    const bool held = std::ranges::any_of(chain, [&](const ReceivedEpisode& other) {
        return other.began <= *began && (!other.ended || *other.ended > *began);
    });
    if (ends && !held) return Cause::gap;
    if (ends && held) return Cause::overlap;
    // Told before this return was taken in; a row that it does state may have ended it since.
    const auto& events = row.exported->events;
    if (!held && !events.empty() && events.front() < row.child->returns->statement) {
        return Cause::known_from_elsewhere;
    }
    return std::nullopt;
}

}  // namespace tyst

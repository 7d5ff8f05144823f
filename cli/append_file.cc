#include "cli/append_file.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace tyst::cli {
namespace {

enum class Known : std::uint8_t { none, all, some };

class Appender {
  public:
    Appender(
        Ledger& ledger,
        StreamId actor,
        std::span<const Submission> submissions,
        std::span<const std::uint64_t> lines,
        const Progress& progress
    )
        : ledger_(ledger),
          actor_(actor),
          submissions_(submissions),
          lines_(lines),
          progress_(progress) {
        summary_.receipts.resize(submissions.size());
    }

    Result<AppendSummary> run() {
        TYST_TRY(sort_units());
        TYST_TRY(append_units(known_, summary_.known));
        TYST_TRY(append_units(new_, summary_.written));
        return std::move(summary_);
    }

  private:
    Result<void> sort_units() {
        std::vector<EventId> ids;
        ids.reserve(submissions_.size());
        for (const Submission& submission : submissions_) {
            ids.push_back(submission.event.id);
        }
        TYST_ASSIGN(const auto places, ledger_.find_events(ids));
        for (const Unit& unit : atomic_units(submissions_)) {
            switch (knowledge(places, unit)) {
                case Known::none:
                    new_.push_back(unit);
                    break;
                case Known::all:
                    known_.push_back(unit);
                    break;
                case Known::some:
                    return fail(
                        ErrorCode::event_id_conflict,
                        fmt::format(
                            "{}: some of the events that share a correlation are recorded "
                            "already, some are not",
                            line_text(unit)
                        )
                    );
            }
        }
        return {};
    }

    static Known knowledge(const std::vector<std::optional<LogIndex>>& places, const Unit& unit) {
        const auto first = places.begin() + static_cast<std::ptrdiff_t>(unit.first);
        const auto found = std::count_if(
            first,
            first + static_cast<std::ptrdiff_t>(unit.count),
            [](const auto& place) { return place.has_value(); }
        );
        return found == 0                                         ? Known::none
               : found == static_cast<std::ptrdiff_t>(unit.count) ? Known::all
                                                                  : Known::some;
    }

    Result<void> append_units(const std::vector<Unit>& units, std::uint64_t& counted) {
        for (const Unit& batch : pack(units)) {
            const auto from = submissions_.begin() + static_cast<std::ptrdiff_t>(batch.first);
            auto prepared =
                ledger_.prepare({from, from + static_cast<std::ptrdiff_t>(batch.count)}, actor_);
            if (!prepared) {
                return fail_in(line_text(batch), std::move(prepared).error());
            }
            auto receipts = ledger_.append({*std::move(prepared), {}});
            if (!receipts) {
                return fail_in(line_text(batch), std::move(receipts).error());
            }
            std::move(
                receipts->begin(),
                receipts->end(),
                summary_.receipts.begin() + static_cast<std::ptrdiff_t>(batch.first)
            );
            counted += batch.count;
            progress_(summary_.known + summary_.written, submissions_.size());
        }
        return {};
    }

    [[nodiscard]] std::string line_text(const Unit& unit) const {
        const std::uint64_t first = lines_[unit.first];
        const std::uint64_t last = lines_[unit.first + unit.count - 1];
        return first == last ? fmt::format("line {}", first)
                             : fmt::format("lines {} to {}", first, last);
    }

    Ledger& ledger_;
    const StreamId actor_;
    const std::span<const Submission> submissions_;
    const std::span<const std::uint64_t> lines_;
    const Progress& progress_;
    std::vector<Unit> known_;
    std::vector<Unit> new_;
    AppendSummary summary_;
};

}  // namespace

std::vector<Unit> atomic_units(std::span<const Submission> submissions) {
    std::vector<Unit> units;
    for (std::size_t at = 0; at < submissions.size(); ++at) {
        const auto& correlation = submissions[at].event.correlation;
        const bool goes_on =
            at > 0 && correlation && correlation == submissions[at - 1].event.correlation;
        if (goes_on) {
            ++units.back().count;
        } else {
            units.push_back({at, 1});
        }
    }
    return units;
}

std::vector<Unit> pack(std::span<const Unit> units) {
    std::vector<Unit> batches;
    for (const Unit& unit : units) {
        const bool fits = !batches.empty() &&
                          batches.back().first + batches.back().count == unit.first &&
                          batches.back().count + unit.count <= kAppendEventsMax;
        if (fits) {
            batches.back().count += unit.count;
        } else {
            batches.push_back(unit);
        }
    }
    return batches;
}

Result<void> settle_authority(
    const std::string& authority,
    std::span<Submission> submissions,
    std::span<const std::uint64_t> lines
) {
    for (std::size_t at = 0; at < submissions.size(); ++at) {
        SubjectReference& subject = submissions[at].subject;
        if (subject.kind != SubjectKind::authority) {
            continue;
        }
        if (subject.reference != "authority" && subject.reference != authority) {
            return fail(
                ErrorCode::invalid_value,
                fmt::format(
                    "line {}: subject.reference: this is the ledger of {}; its events name it so "
                    "or \"authority\"",
                    lines[at],
                    authority
                )
            );
        }
        subject = {SubjectKind::authority, Compartment::none, "tyst", authority};
    }
    return {};
}

Result<AppendSummary> append_all(
    Ledger& ledger,
    StreamId actor,
    std::span<const Submission> submissions,
    std::span<const std::uint64_t> lines,
    const Progress& progress
) {
    TYST_ASSERT(submissions.size() == lines.size());
    return Appender(ledger, actor, submissions, lines, progress).run();
}

}  // namespace tyst::cli

#include "cli/append_file.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "cli/own_commands.h"
#include "schema/event_catalogue.h"

namespace tyst::cli {
namespace {

using Chunk = Chunker::Chunk;

enum class Known : std::uint8_t { none, all, some };

bool share_unit(const Submission& earlier, const Submission& later) {
    return later.event.correlation && later.event.correlation == earlier.event.correlation;
}

Known knowledge(const std::vector<std::optional<LogIndex>>& places, const Unit& unit) {
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

std::string line_text(const Chunk& chunk, const Unit& unit) {
    const std::uint64_t first = chunk.lines[unit.first];
    const std::uint64_t last = chunk.lines[unit.first + unit.count - 1];
    return first == last ? fmt::format("line {}", first)
                         : fmt::format("lines {} to {}", first, last);
}

// What a command recorded only a command may undo: a backup or a copy of the root key that a line
// of JSON annulled would still be there.
Result<void> check_target(Ledger& ledger, const Event& event) {
    const Relation& relation = event.relation;
    if (relation.kind != RelationKind::annuls && relation.kind != RelationKind::reverses) {
        return {};
    }
    TYST_ASSIGN(const auto found, ledger.find_events(std::span(&relation.target, 1)));
    if (!found.front()) {
        return {};  // a line before it, or unknown: the ledger refuses that
    }
    const auto target = ledger.read(*found.front(), ReadDepth::event_only);
    if (!target) {
        return target.error().code == ErrorCode::part_erased ? Result<void>()
                                                             : std::unexpected(target.error());
    }
    const EventType type = type_of(target->event.body);
    const std::string_view command = own_command_of(type);
    if (command.empty()) {
        return {};
    }
    return fail(
        ErrorCode::relation_not_allowed,
        fmt::format(
            "relation.target: {} is a {}, which `{}` alone records and nothing takes away; {}",
            place_of(*found.front()),
            name_of(type),
            command,
            undoing_of(type)
        )
    );
}

// Takes the unit out of the chunk.
std::vector<Submission> take(Chunk& chunk, const Unit& unit) {
    const auto first = chunk.submissions.begin() + static_cast<std::ptrdiff_t>(unit.first);
    return {
        std::move_iterator(first),
        std::move_iterator(first + static_cast<std::ptrdiff_t>(unit.count))
    };
}

}  // namespace

std::vector<Unit> atomic_units(std::span<const Submission> submissions) {
    std::vector<Unit> units;
    for (std::size_t at = 0; at < submissions.size(); ++at) {
        if (at > 0 && share_unit(submissions[at - 1], submissions[at])) {
            ++units.back().count;
        } else {
            units.push_back({at, 1});
        }
    }
    return units;
}

std::vector<Unit> join_neighbours(std::span<const Unit> units) {
    std::vector<Unit> joined;
    for (const Unit& unit : units) {
        if (!joined.empty() && joined.back().first + joined.back().count == unit.first) {
            joined.back().count += unit.count;
        } else {
            joined.push_back(unit);
        }
    }
    return joined;
}

Result<void> Chunker::add(std::uint64_t line, Submission&& submission) {
    if (chunk_.lines.size() == kAppendEventsMax) {
        const std::size_t before = events_before_unit_of(submission);
        if (before == 0) {
            return fail(
                ErrorCode::too_large,
                fmt::format(
                    "line {}: correlation: more than {} neighbouring lines share it",
                    line,
                    kAppendEventsMax
                )
            );
        }
        TYST_TRY(give(before));
    }
    chunk_.submissions.push_back(std::move(submission));
    chunk_.lines.push_back(line);
    return {};
}

Result<void> Chunker::finish() {
    return chunk_.lines.empty() ? Result<void>() : give(chunk_.lines.size());
}

// Of those in the chunk.
std::size_t Chunker::events_before_unit_of(const Submission& next) const {
    return share_unit(chunk_.submissions.back(), next)
               ? atomic_units(chunk_.submissions).back().first
               : chunk_.submissions.size();
}

// The first `count` events of the chunk; the others begin the next one.
Result<void> Chunker::give(std::size_t count) {
    Chunk rest{.first = chunk_.first + count, .submissions = {}, .lines = {}};
    const auto cut = static_cast<std::ptrdiff_t>(count);
    rest.lines.assign(chunk_.lines.begin() + cut, chunk_.lines.end());
    std::move(
        chunk_.submissions.begin() + cut,
        chunk_.submissions.end(),
        std::back_inserter(rest.submissions)
    );
    chunk_.submissions.resize(count);
    chunk_.lines.resize(count);
    Chunk given = std::exchange(chunk_, std::move(rest));
    return visit_(given);
}

Result<EventLines::Checked> FileAppender::check() {
    Chunker chunker([this](const Chunk& chunk) { return look_up(chunk); });
    TYST_ASSIGN(
        auto checked, events_.check([&chunker](std::uint64_t line, Submission&& submission) {
            return chunker.add(line, std::move(submission));
        })
    );
    if (checked.refusals.empty()) {
        TYST_TRY(chunker.finish());
        if (contradiction_) {
            return std::unexpected(*std::move(contradiction_));
        }
    }
    return checked;
}

Result<void> FileAppender::look_up(const Chunk& chunk) {
    std::vector<EventId> ids;
    ids.reserve(chunk.submissions.size());
    for (const Submission& submission : chunk.submissions) {
        ids.push_back(submission.event.id);
    }
    TYST_ASSIGN(const auto places, ledger_.find_events(ids));
    for (const Unit& unit : atomic_units(chunk.submissions)) {
        const Known known = knowledge(places, unit);
        known_.insert(known_.end(), unit.count, known == Known::all);
        if (known == Known::none) {
            TYST_TRY(check_targets(chunk, unit));
        }
        if (known == Known::some && !contradiction_) {
            contradiction_ = {
                ErrorCode::event_id_conflict,
                fmt::format(
                    "{}: some of the events that share a correlation are recorded already, some "
                    "are not",
                    line_text(chunk, unit)
                )
            };
        }
    }
    return {};
}

Result<void> FileAppender::check_targets(const Chunk& chunk, const Unit& unit) const {
    for (std::size_t at = unit.first; at < unit.first + unit.count; ++at) {
        if (const auto checked = check_target(ledger_, chunk.submissions[at].event); !checked) {
            return fail_in(line_text(chunk, {at, 1}), checked.error());
        }
    }
    return {};
}

// What an append has been asked for, and what has come of it.
struct FileAppender::Job {
    StreamId actor;
    bool wants_receipts = false;
    const Progress& progress;
    AppendSummary summary;
};

Result<AppendSummary> FileAppender::append(
    StreamId actor, bool wants_receipts, const Progress& progress
) {
    Job job{actor, wants_receipts, progress, {}};
    TYST_TRY(append_those(true, job, job.summary.known));
    TYST_TRY(append_those(false, job, job.summary.written));
    std::ranges::sort(job.summary.receipts, {}, &LineReceipt::line);
    return std::move(job.summary);
}

Result<void> FileAppender::append_those(bool known, Job& job, std::uint64_t& counted) {
    if (std::find(known_.begin(), known_.end(), known) == known_.end()) {
        return {};
    }
    Chunker chunker([&](Chunk& chunk) -> Result<void> {
        for (const Unit& run : runs(chunk, known)) {
            TYST_TRY(append_run(chunk, run, job));
            counted += run.count;
            job.progress(job.summary.known + job.summary.written, known_.size());
        }
        return {};
    });
    TYST_TRY(events_.for_each([&chunker](std::uint64_t line, Submission&& submission) {
        return chunker.add(line, std::move(submission));
    }));
    return chunker.finish();
}

std::vector<Unit> FileAppender::runs(const Chunk& chunk, bool known) const {
    std::vector<Unit> wanted;
    for (const Unit& unit : atomic_units(chunk.submissions)) {
        if (known_[chunk.first + unit.first] == known) {
            wanted.push_back(unit);
        }
    }
    return join_neighbours(wanted);
}

Result<void> FileAppender::append_run(Chunk& chunk, const Unit& run, Job& job) {
    auto prepared = ledger_.prepare(take(chunk, run), job.actor);
    if (!prepared) {
        return fail_in(line_text(chunk, run), std::move(prepared).error());
    }
    const Append append{*std::move(prepared), {}};
    const auto receipts = ledger_.append(append);
    if (!receipts) {
        return fail_in(line_text(chunk, run), receipts.error());
    }
    for (std::size_t at = 0; job.wants_receipts && at < run.count; ++at) {
        job.summary.receipts.push_back(
            {chunk.lines[run.first + at], append.events[at].event.id, (*receipts)[at]}
        );
    }
    return {};
}

}  // namespace tyst::cli

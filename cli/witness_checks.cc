#include "cli/witness_checks.h"

#include <optional>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "ledger/timestamps/checkpoint_time_stamps.h"
#include "ledger/witnessing/witness_round.h"

namespace tyst::cli {
namespace {

// What the authority's own stream says last of each kind.
struct LastWords {
    std::optional<StoredEvent> scrub;
    std::optional<StoredEvent> missed;
    std::size_t missed_count = 0;
};

Result<LastWords> last_words(Ledger& ledger) {
    TYST_ASSIGN(auto events, ledger.read_stream(ledger.authority_stream(), ReadDepth::event_only));
    LastWords last;
    for (StoredEvent& event : events) {
        if (std::holds_alternative<ScrubCompleted>(event.event.body)) {
            last.scrub = std::move(event);
        } else if (std::holds_alternative<WitnessQuorumMissed>(event.event.body)) {
            ++last.missed_count;
            last.missed = std::move(event);
        }
    }
    return last;
}

Check check_witnesses(Ledger& ledger, const LastWords& last) {
    const auto standing = witness_standing(ledger);
    if (!standing) {
        return {
            "witnesses",
            Level::warn,
            standing.error().context,
            "mend the policy (`tyst witness policy --set FILE`)"
        };
    }
    if (standing->quorum.needed == 0) {
        return {"witnesses", Level::ok, "the policy asks for none", ""};
    }
    Check check{
        "witnesses",
        Level::ok,
        fmt::format(
            "{} of {} needed cosigned the checkpoint of {} entries",
            standing->quorum.got,
            standing->quorum.needed,
            standing->size
        ),
        ""
    };
    if (last.missed) {
        check.found += fmt::format(
            "; quorum missed {} times, last at {}",
            last.missed_count,
            tyst::to_text(last.missed->recorded)
        );
    }
    if (!standing->quorum.met) {
        check.level = Level::warn;
        check.advice = fmt::format(
            "`tyst witness request`; missing: {}", fmt::join(standing->quorum.missing, ", ")
        );
    }
    return check;
}

Check check_time_stamp(Ledger& ledger) {
    const auto last = last_time_stamp(ledger);
    if (!last) {
        return {
            "time-stamp", Level::warn, last.error().context, "`tyst timestamp verify` says more"
        };
    }
    if (!*last) {
        return {"time-stamp", Level::ok, "none kept", ""};
    }
    return {
        "time-stamp",
        Level::ok,
        fmt::format("{}, of {} entries", tyst::to_text((*last)->time), (*last)->size),
        ""
    };
}

Check check_scrub(const LastWords& last) {
    if (!last.scrub) {
        return {"last scrub", Level::ok, "none yet", ""};
    }
    const auto& scrub = std::get<ScrubCompleted>(last.scrub->event.body);
    Check check{
        "last scrub",
        Level::ok,
        fmt::format(
            "{}, {} entries, {} findings",
            tyst::to_text(last.scrub->recorded),
            scrub.size,
            scrub.findings
        ),
        ""
    };
    if (scrub.findings > 0) {
        check.level = Level::fail;
        check.found += ", first " + scrub.first_finding;
        check.advice = "`tyst log verify` on a copy says all; keep the disk as it is";
    }
    return check;
}

}  // namespace

std::vector<Check> check_witnessing(Ledger& ledger) {
    const auto last = last_words(ledger);
    if (!last) {
        return {{"last scrub", Level::warn, last.error().context, "`tyst log verify` says more"}};
    }
    return {check_witnesses(ledger, *last), check_time_stamp(ledger), check_scrub(*last)};
}

}  // namespace tyst::cli

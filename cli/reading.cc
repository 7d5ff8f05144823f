#include "cli/reading.h"

#include <algorithm>
#include <ostream>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <sched.h>

#include "cli/rule_source.h"
#include "cli/session.h"
#include "schema/ids.h"

namespace tyst::cli {
namespace {

// The clock may stand behind the newest entry; what is in the log is known all the same.
Timestamp present(const Ledger& ledger, const Surroundings& surroundings) {
    return std::max(surroundings.clock.now(), ledger.last_recorded());
}

Question settle(const ReadOptions& options, const AuthorityFacts& authority, Timestamp now) {
    Question question;
    question.as_at = authority.pinned_today().value_or(london_date(now));
    if (options.latest_day) {
        question.as_at = std::min(question.as_at, *options.latest_day);
    }
    if (!options.as_at.empty()) {
        const auto date = parse_date(options.as_at);
        TYST_ASSERT(date.has_value());
        question.as_at = *date;
    }
    question.known_at = options.known_at.empty() ? now : moment_from(options.known_at);
    question.witnessed = options.witnessed;
    return question;
}

void announce(const Reading& reading, const ReadOptions& options, std::ostream& err) {
    if (const auto today = reading.authority.pinned_today()) {
        err << fmt::format(
            "SYNTHETIC SAMPLE {}: nobody here is real; today is pinned to {}\n",
            reading.authority.samples.back().name,
            to_text(*today)
        );
    }
    err << fmt::format(
        "as at {}, known at {}{}; log of {} entries\n",
        to_text(reading.question.as_at),
        options.known_at.empty() ? "now" : to_text(reading.question.known_at),
        reading.question.witnessed ? " (witnessed)" : "",
        reading.head.size
    );
}

}  // namespace

Result<Reading> open_reading(
    const LedgerOptions& ledger_options,
    const ReadOptions& options,
    const Surroundings& surroundings
) {
    TYST_ASSIGN(auto ledger, open_ledger(ledger_options, surroundings));
    TYST_ASSIGN(auto reference, reference_set_of(*ledger));
    const Timestamp now = present(*ledger, surroundings);
    const Question everything{london_date(now), now, false};
    TYST_ASSIGN(const auto everything_known, read_authority(*ledger, everything));
    const Question question = settle(options, everything_known, now);
    TYST_ASSIGN(auto authority, read_authority(*ledger, question));
    // What the people are and which day is today does not depend on the question.
    authority.samples = everything_known.samples;
    authority.reference_sets = everything_known.reference_sets;
    CodeFacts codes = CodeFacts::from(reference.codes());
    const TreeHead head = ledger->head();
    Reading reading{
        .ledger = std::move(ledger),
        .reference = std::move(reference),
        .codes = std::move(codes),
        .authority = std::move(authority),
        .question = question,
        .head = head,
        .format = output_format_from(options.format),
        .asks_now = options.as_at.empty() && options.known_at.empty() && !options.witnessed &&
                    !options.latest_day,
    };
    announce(reading, options, surroundings.err);
    return reading;
}

boost::json::object frame_json(const Reading& reading) {
    boost::json::object frame{
        {"origin", reading.ledger->origin()},
        {"as_at", to_text(reading.question.as_at)},
        {"known_at", to_text(reading.question.known_at)},
        {"witnessed", reading.question.witnessed},
        {"log_size", reading.head.size},
        {"root", to_hex(reading.head.root.view())},
        {"reference_set", to_hex(reading.reference.digest().view())},
    };
    if (const auto today = reading.authority.pinned_today()) {
        frame["synthetic"] = true;
        frame["today"] = to_text(*today);
    }
    return frame;
}

std::string erased_text(const Reading& reading) {
    const std::size_t erased = reading.authority.erased.size();
    return erased == 0
               ? ""
               : fmt::format(
                     "{} erased record{} cannot be counted any more", erased, erased == 1 ? "" : "s"
                 );
}

void tell_erased(std::ostream& out, const Reading& reading) {
    if (const std::string text = erased_text(reading); !text.empty()) out << text << '\n';
}

unsigned thread_count() {
    cpu_set_t usable;
    CPU_ZERO(&usable);
    const unsigned cores = ::sched_getaffinity(0, sizeof usable, &usable) == 0
                               ? static_cast<unsigned>(CPU_COUNT(&usable))
                               : std::thread::hardware_concurrency();
    return std::clamp(cores, 1U, 16U);
}

}  // namespace tyst::cli

#pragma once

#include <iosfwd>
#include <memory>
#include <optional>
#include <string>

#include <boost/json/object.hpp>

#include "cli/options.h"
#include "ledger/ledger.h"
#include "projections/authority.h"
#include "projections/code_facts.h"
#include "projections/question.h"
#include "schema/reference_set.h"

namespace tyst::cli {

// An open ledger with the question that a read asks of it, and the law as the ledger adopted it.
struct Reading {
    std::unique_ptr<Ledger> ledger;
    ReferenceSet reference;
    CodeFacts codes;
    AuthorityFacts authority;
    Question question;
    TreeHead head;  // the log that the answer rests on
    OutputFormat format = OutputFormat::table;
    bool asks_now = false;  // neither day, time nor witness was asked for: the stored views answer
};

// Opens the ledger and settles the question: `as_at` is today (the day that a sample pins, else the
// clock's) and `known_at` is now where the options do not say. Says on `err` in what frame the
// answer is to be read, and that the people are invented where they are. Fails as Ledger::open and
// adopted_reference_set, with not_found where no reference set was adopted.
[[nodiscard]] Result<Reading> open_reading(
    const LedgerOptions& ledger, const ReadOptions& options, const Surroundings& surroundings
);

// The beginning of every JSON answer: origin, as_at, known_at, witnessed, log_size, root,
// reference_set, and `synthetic` and `today` in a sample ledger.
[[nodiscard]] boost::json::object frame_json(const Reading& reading);

// "2 erased records cannot be counted any more"; empty where none is missing. Of records that an
// answer under this question would have looked at.
[[nodiscard]] std::string erased_text(const Reading& reading);
// The same as a line, where there is something to say.
void tell_erased(std::ostream& out, const Reading& reading);

// Threads for a pass over all children: one for each core that the process may use.
[[nodiscard]] unsigned thread_count();

}  // namespace tyst::cli

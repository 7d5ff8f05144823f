#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/retention_desk.h"
#include "cli/session.h"
#include "projections/views.h"

namespace tyst::cli {
namespace {

struct RetentionCarryOutOptions {
    LedgerOptions ledger;
    ReadOptions read;
    std::uint64_t index = 0;
};

// What a person who was not there needs in order to believe it.
struct ErasureReceipt {
    StoredEvent entry;
    std::string proof;

    [[nodiscard]] const RecordErased& erased() const {
        return std::get<RecordErased>(entry.event.body);
    }
};

Ledger::ErasureCheck whole_record_check(const Reading& reading, const Surroundings& surroundings) {
    return [&](const ErasureCase& erasure) {
        return check_whole_record(
            *reading.ledger,
            erasure,
            {reading.question,
             reading.codes,
             reading.reference.retention_rules(),
             thread_count(),
             day_of_retention(reading, surroundings),
             london_date(surroundings.clock.now())}
        );
    };
}

// Views hold what is to be destroyed: they go first, so that a crash at any moment leaves none
// under the old key, and come back without the record.
Result<void> rebuild_views(Reading& reading, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto views, Views::open(*reading.ledger, reading.reference));
    ProgressLine line(surroundings, "rebuilding child");
    return views->rebuild(reading.question.as_at, [&line](std::uint64_t done, std::uint64_t total) {
        line.show(done, total);
    });
}

Result<ErasureReceipt> receipt_of(Ledger& ledger, LogIndex index) {
    ErasureReceipt receipt;
    TYST_ASSIGN(receipt.entry, ledger.read(index, ReadDepth::event_only));
    if (!std::holds_alternative<RecordErased>(receipt.entry.event.body)) {
        return fail(ErrorCode::internal, fmt::format("{} is no erasure receipt", place_of(index)));
    }
    TYST_ASSIGN(receipt.proof, ledger.prove(index));
    return receipt;
}

void print_receipt(std::ostream& out, const ErasureCase& erasure, const ErasureReceipt& receipt) {
    const RecordErased& erased = receipt.erased();
    out << fmt::format(
        "erased      {}, for the request of {}\n",
        place_of(receipt.entry.index),
        place_of(erasure.index)
    );
    for (const ErasedSubject& subject : erased.erased) {
        out << fmt::format(
            "stream      {}: {} events, entries {} to {}, key {}\n",
            to_hex(subject.stream.view()),
            subject.events,
            subject.first,
            subject.last,
            to_hex(subject.key.view())
        );
    }
    out << fmt::format(
        "parts       {} deleted\nroot key    generation {}, {}\nin place of {}\nholds       {} "
        "looked at, none stands\n",
        erased.parts,
        erased.root_generation,
        to_hex(erased.new_root.view()),
        to_hex(erased.old_root.view()),
        erased.holds_checked
    );
    for (const std::string& copy : erased.root_copies) {
        out << fmt::format("by hand     destroy the {}\n", copy);
    }
    out << "proof\n" << receipt.proof;
}

boost::json::object subject_json(const ErasedSubject& subject) {
    return {
        {"stream", to_hex(subject.stream.view())},
        {"events", subject.events},
        {"first", subject.first},
        {"last", subject.last},
        {"key", to_hex(subject.key.view())},
    };
}

void print_receipt_json(
    std::ostream& out, const ErasureCase& erasure, const ErasureReceipt& receipt
) {
    const RecordErased& erased = receipt.erased();
    boost::json::array subjects;
    for (const ErasedSubject& subject : erased.erased) {
        subjects.push_back(subject_json(subject));
    }
    print_json(
        out,
        boost::json::object{
            {"erased", receipt.entry.index.value},
            {"request", erasure.index.value},
            {"streams", std::move(subjects)},
            {"parts", erased.parts},
            {"root_generation", erased.root_generation},
            {"old_root", to_hex(erased.old_root.view())},
            {"new_root", to_hex(erased.new_root.view())},
            {"holds_checked", erased.holds_checked},
            {"root_copies", texts_json(erased.root_copies)},
            {"proof", receipt.proof},
        }
    );
}

Result<ExitCode> carry_out(
    const RetentionCarryOutOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(auto reading, open_reading(options.ledger, options.read, surroundings));
    Ledger& ledger = *reading.ledger;
    TYST_ASSIGN(const ErasureCase erasure, request_at(ledger, options.index));
    // Also before: what would be refused shall not cost the views.
    const Ledger::ErasureCheck whole_record = whole_record_check(reading, surroundings);
    TYST_TRY(check_erasure(ledger, erasure, london_date(surroundings.clock.now())));
    TYST_TRY(whole_record(erasure));
    TYST_ASSIGN(const StreamId actor, register_actor(ledger, surroundings));
    TYST_TRY(Views::discard(ledger.directory()));
    TYST_ASSIGN(const Receipt done, ledger.erase(erasure.request, actor, whole_record));
    TYST_TRY(rebuild_views(reading, surroundings));
    TYST_TRY(ledger.checkpoint());
    TYST_ASSIGN(const ErasureReceipt receipt, receipt_of(ledger, done.index));
    if (reading.format == OutputFormat::json) {
        print_receipt_json(surroundings.out, erasure, receipt);
    } else {
        print_receipt(surroundings.out, erasure, receipt);
    }
    return ExitCode::ok;
}

}  // namespace

void add_retention_carry_out(Command parent, CommandLine& line) {
    auto options = std::make_shared<RetentionCarryOutOptions>();
    Command command = parent.add(
        {"carry-out",
         "Destroy a record for good, once its request is approved, its day has come and no hold "
         "stands; prints the erasure receipt",
         "tyst retention carry-out 42 --ledger demo"}
    );
    command.option("request", options->index, "Entry of the request (tyst retention list)")
        .required()
        .shown_as("REQUEST");
    add_ledger_options(command, options->ledger, line);
    add_format_option(command, options->read.format, {"table", "json"});
    command.run(line, [options](const Surroundings& surroundings) {
        return carry_out(*options, surroundings);
    });
}

}  // namespace tyst::cli

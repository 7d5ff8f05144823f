#include "tests/faults/trial.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "ledger/core/checkpoint.h"

namespace tyst::test {
namespace {

namespace fs = std::filesystem;

SubjectReference child_reference(const std::string& reference) {
    return {SubjectKind::child, Compartment::child_case, "sample", reference};
}

template <class T>
std::string error_of(const Result<T>& result) {
    return result ? "no error" : error_text(result.error());
}

bool is_disk_failure(ErrorCode code) {
    return code == ErrorCode::io_failed || code == ErrorCode::disk_full;
}

}  // namespace

std::string error_text(const Error& error) {
    return std::string(name(error.code)) + ": " + error.context;
}

Base::Base() {
    fill(kEntries);
    const auto made = ledger().checkpoint();
    REQUIRE(made);
    note = *made;
    head = ledger().head();
    verifier_key = ledger().verifier_key();
    close();
}

OpenOptions Base::options_of(const fs::path& target) const {
    OpenOptions options = open_options;
    options.directory = target;
    options.file_system = healthy_.file_system();
    return options;
}

OpenOptions Base::copy_to(const fs::path& target) const {
    fs::remove_all(target);
    fs::copy(open_options.directory, target, fs::copy_options::recursive);
    return options_of(target);
}

PreparedEvent Base::identity_of(
    Ledger& ledger, const StreamId& child, const std::string& given_name
) {
    PreparedEvent prepared;
    prepared.stream = child;
    prepared.event.id = ledger.new_event_id();
    prepared.event.occurred.date = Date::of(2019, 3, 31);
    prepared.event.recorded_by = ledger.authority_stream();
    IdentityRecorded identity;
    identity.given_name = given_name;
    identity.birth_date = Date::of(2010, 5, 17);
    prepared.event.body = identity;
    return prepared;
}

void Trial::run() {
    notes_.push_back(base_.note);
    auto opened = Ledger::open(options_, base_.clock, base_.entropy);
    if (!opened) {
        INFO(error_of(opened));
        REQUIRE(is_disk_failure(opened.error().code));
        failed_ = true;
        return;
    }
    ledger_ = std::move(*opened);
    REQUIRE(ledger_->head() == base_.head);
    make_subject("C1");
    append({"C1", "C1"});
    checkpoint();
    make_subject("C2");
    append({"C1", "C2", "C2", "C1", "C2"});  // completes the first tile
    append({"C2"});
    checkpoint();
    make_subject("C3");
    append({"C3", "C1", "C2"});
    require_readable();
}

// The first failure of a store comes from the disk, every later one from the store, which is
// closed.
void Trial::note_failure(const Error& error, bool& store_failed) {
    INFO(error_text(error));
    if (store_failed) {
        REQUIRE(error.code == ErrorCode::storage_closed);
    } else {
        REQUIRE(is_disk_failure(error.code));
    }
    store_failed = true;
    failed_ = true;
}

void Trial::make_subject(const std::string& reference) {
    const auto stream = ledger_->find_or_create(child_reference(reference));
    if (stream) {
        REQUIRE_FALSE(keys_failed_);
        subjects_.emplace_back(child_reference(reference), *stream);
    } else {
        note_failure(stream.error(), keys_failed_);
    }
}

void Trial::append(const std::vector<std::string>& references) {
    Append events;
    for (const std::string& reference : references) {
        const auto known = std::find_if(subjects_.begin(), subjects_.end(), [&](const auto& made) {
            return made.first.reference == reference;
        });
        if (known == subjects_.end()) {
            return;  // its key was refused before
        }
        events.events.push_back(base_.identity_of(*ledger_, known->second, "Synthetic"));
    }
    events.events.front().event.attachments.push_back({"plan.txt", "attached text"});
    const std::uint64_t size = ledger_->size();
    auto outcome = ledger_->append(events);
    if (outcome) {
        REQUIRE_FALSE(log_failed_);
        REQUIRE(ledger_->size() == size + events.events.size());
    } else {
        note_failure(outcome.error(), log_failed_);
        REQUIRE(ledger_->size() == size);
    }
    attempts_.push_back({std::move(events), std::move(outcome)});
}

void Trial::checkpoint() {
    const auto note = ledger_->checkpoint();
    if (note) {
        notes_.push_back(*note);
    } else {
        note_failure(note.error(), log_failed_);
    }
}

// Whatever failed, the handle still reads what is durable.
void Trial::require_readable() {
    for (const Attempt& attempt : attempts_) {
        if (!attempt.outcome) {
            continue;
        }
        for (std::size_t i = 0; i < attempt.outcome->size(); ++i) {
            const auto read =
                ledger_->read((*attempt.outcome)[i].index, ReadDepth::with_attachments);
            INFO(error_of(read));
            REQUIRE(read);
            REQUIRE(read->event == attempt.append.events[i].event);
        }
    }
}

void Trial::require_kept(const fs::path& directory) {
    TreeHead head;
    {
        const auto opened = Ledger::open(base_.options_of(directory), base_.clock, base_.entropy);
        INFO(error_of(opened));
        REQUIRE(opened);
        require_subjects(**opened);
        require_attempts(**opened);
        require_sound(**opened);
        require_going_on(**opened);
        head = (*opened)->head();
    }
    const auto again = Ledger::open(base_.options_of(directory), base_.clock, base_.entropy);
    INFO(error_of(again));
    REQUIRE(again);
    REQUIRE((*again)->head() == head);
}

void Trial::require_subjects(Ledger& ledger) const {
    for (const auto& [reference, stream] : subjects_) {
        INFO("subject " << reference.reference);
        const auto found = ledger.find(reference);
        INFO(error_of(found));
        REQUIRE(found);
        REQUIRE(*found == stream);
        REQUIRE(ledger.kind_of(stream) == SubjectKind::child);
    }
}

// Acknowledged: there, with the receipts that were given. Otherwise: wholly there or wholly absent,
// and taken when it comes again.
void Trial::require_attempts(Ledger& ledger) const {
    std::uint64_t acknowledged = Base::kEntries;
    for (const Attempt& attempt : attempts_) {
        acknowledged += attempt.outcome ? attempt.append.events.size() : 0;
    }
    REQUIRE(ledger.size() >= acknowledged);
    for (const Attempt& attempt : attempts_) {
        std::vector<EventId> ids;
        for (const PreparedEvent& event : attempt.append.events) {
            ids.push_back(event.event.id);
        }
        const auto found = ledger.find_events(ids);
        REQUIRE(found);
        const auto there = std::count_if(found->begin(), found->end(), [](const auto& index) {
            return index.has_value();
        });
        const std::uint64_t size = ledger.size();
        const auto first = ledger.append(attempt.append);
        INFO(error_of(first));
        REQUIRE(first);
        if (attempt.outcome) {
            REQUIRE(*first == *attempt.outcome);
        }
        if (there == 0) {
            REQUIRE_FALSE(attempt.outcome);
            REQUIRE(ledger.size() == size + ids.size());
        } else {
            REQUIRE(there == static_cast<std::ptrdiff_t>(ids.size()));
            REQUIRE(ledger.size() == size);
        }
        const auto second = ledger.append(attempt.append);
        REQUIRE(second);
        REQUIRE(*second == *first);
        for (std::size_t i = 0; i < first->size(); ++i) {
            const auto read = ledger.read((*first)[i].index, ReadDepth::with_attachments);
            INFO(error_of(read));
            REQUIRE(read);
            REQUIRE(read->event == attempt.append.events[i].event);
        }
    }
}

void Trial::require_sound(Ledger& ledger) const {
    const auto report = ledger.verify({});
    INFO(error_of(report));
    REQUIRE(report);
    std::string findings;
    for (const Finding& finding : report->findings) {
        findings += error_text(finding.error) + "\n";
    }
    INFO(findings);
    REQUIRE(report->findings.empty());
    REQUIRE(report->entries == ledger.size());
    const auto key = parse_verifier_key(base_.verifier_key);
    REQUIRE(key);
    for (const std::string& note : notes_) {
        const auto checkpoint = open_checkpoint(note, std::span(&*key, 1));
        REQUIRE(checkpoint);
        const auto root = ledger.root_at(checkpoint->size);
        INFO(error_of(root));
        REQUIRE(root);
        REQUIRE(*root == checkpoint->root);
    }
}

void Trial::require_going_on(Ledger& ledger) const {
    const auto stream = ledger.find_or_create(child_reference("NEW"));
    INFO(error_of(stream));
    REQUIRE(stream);
    const std::uint64_t size = ledger.size();
    Append events;
    events.events.push_back(base_.identity_of(ledger, *stream, "Synthetic"));
    const auto receipts = ledger.append(events);
    INFO(error_of(receipts));
    REQUIRE(receipts);
    REQUIRE(receipts->front().index.value == size);
    REQUIRE(ledger.checkpoint());
}

}  // namespace tyst::test

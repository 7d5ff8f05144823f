#include "cli/find_child.h"

#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "projections/query.h"
#include "projections/rule_engine.h"

namespace tyst::cli {
namespace {

struct Candidate {
    std::string source;
    std::string reference;
    StreamId stream;
};

Result<void> look_for(
    Ledger& ledger,
    const std::string& source,
    const std::string& reference,
    std::vector<Candidate>& found
) {
    for (const Compartment compartment : {Compartment::child_case, Compartment::none}) {
        TYST_ASSIGN(
            const auto stream, ledger.find({SubjectKind::child, compartment, source, reference})
        );
        if (!stream) continue;
        // A reference may be known without a word of the child: by an append that was refused.
        TYST_ASSIGN(const std::uint64_t events, ledger.events_in(*stream));
        if (events > 0) {
            found.push_back({source, reference, *stream});
        }
    }
    return {};
}

std::set<std::string> declared_sources(const Reading& reading) {
    std::set<std::string> sources;
    for (const auto& declared : reading.authority.coverage.all()) {
        sources.insert(declared.source);
    }
    for (const SampleLabel& sample : reading.authority.samples) {
        sources.insert(sample.name);
    }
    return sources;
}

Result<void> look_everywhere(
    Reading& reading, const std::string& reference, std::vector<Candidate>& found
) {
    return reading.ledger->scan_streams(
        reading.head.size,
        0,
        1,
        [&](const Ledger::StreamContent& content) -> Result<void> {
            for (const StoredEvent& stored : content.events) {
                const auto* registered = std::get_if<ChildRegistered>(&stored.event.body);
                if (registered != nullptr && registered->reference == reference) {
                    found.push_back({registered->source, reference, content.stream});
                }
            }
            return {};
        }
    );
}

// At least one.
Result<std::vector<Candidate>> find_candidates(Reading& reading, const std::string& text) {
    std::vector<Candidate> found;
    if (const auto colon = text.find(':'); colon != std::string::npos) {
        TYST_TRY(look_for(*reading.ledger, text.substr(0, colon), text.substr(colon + 1), found));
    } else {
        for (const std::string& source : declared_sources(reading)) {
            TYST_TRY(look_for(*reading.ledger, source, text, found));
        }
        if (found.empty()) {
            TYST_TRY(look_everywhere(reading, text, found));
        }
    }
    if (found.empty()) {
        return fail(
            ErrorCode::subject_not_found, fmt::format("no child '{}' in this ledger", text)
        );
    }
    return found;
}

void tell_ambiguous(
    const std::vector<Candidate>& found, const std::string& text, const Surroundings& surroundings
) {
    std::string names;
    for (const Candidate& child : found) {
        names += fmt::format("\n  {}:{}", child.source, child.reference);
    }
    static_cast<void>(usage_error(
        surroundings,
        fmt::format("'{}' is a child of several sources; name one of them:{}", text, names)
    ));
}

}  // namespace

Result<std::optional<FoundChild>> find_child(
    Reading& reading, const std::string& text, ReadDepth depth, const Surroundings& surroundings
) {
    TYST_ASSIGN(const auto found, find_candidates(reading, text));
    if (found.size() != 1) {
        tell_ambiguous(found, text, surroundings);
        return std::optional<FoundChild>();
    }
    TYST_ASSIGN(
        PersonHistory person,
        read_person(*reading.ledger, found.front().stream, reading.question, reading.codes, depth)
    );
    Obligations obligations =
        RuleEngine::from(reading.reference).apply(person.history, reading.authority.coverage);
    return FoundChild{std::move(person), std::move(obligations)};
}

}  // namespace tyst::cli

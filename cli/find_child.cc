#include "cli/find_child.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace tyst::cli {
namespace {

Result<void> look_for(
    Ledger& ledger,
    const std::string& source,
    const std::string& reference,
    std::vector<FoundChild>& found
) {
    for (const Compartment compartment : {Compartment::child_case, Compartment::none}) {
        TYST_ASSIGN(
            const auto stream, ledger.find({SubjectKind::child, compartment, source, reference})
        );
        if (stream) {
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
    Reading& reading, const std::string& reference, std::vector<FoundChild>& found
) {
    return reading.ledger->scan_streams(
        reading.head.size,
        0,
        1,
        [&](Ledger::StreamContent&& content) -> Result<void> {
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

}  // namespace

Result<std::vector<FoundChild>> find_children(Reading& reading, const std::string& text) {
    std::vector<FoundChild> found;
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

ExitCode ambiguous(
    const std::vector<FoundChild>& found, const std::string& text, const Surroundings& surroundings
) {
    std::string names;
    for (const FoundChild& child : found) {
        names += fmt::format("\n  {}:{}", child.source, child.reference);
    }
    return usage_error(
        surroundings,
        fmt::format("'{}' is a child of several sources; name one of them:{}", text, names)
    );
}

}  // namespace tyst::cli

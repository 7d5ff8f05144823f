#include "projections/evidence/find_children.h"

#include <set>

#include <fmt/format.h>

#include "projections/question.h"

namespace tyst::evidence {
namespace {

struct Candidate {
    std::string source;
    StreamId stream;
};

class ChildFinder {
  public:
    ChildFinder(Ledger& ledger, const AuthorityFacts& authority, std::uint64_t size)
        : ledger_(ledger), size_(size) {
        for (const Coverage::Declared& declared : authority.coverage.all())
            sources_.insert(declared.source);
        for (const SampleLabel& sample : authority.samples)
            sources_.insert(sample.name);
    }

    Result<StreamId> find(const std::string& text) {
        std::vector<Candidate> found;
        if (const auto colon = text.find(':'); colon != std::string::npos) {
            TYST_TRY(look_for(text.substr(0, colon), text.substr(colon + 1), found));
        } else {
            for (const std::string& source : sources_)
                TYST_TRY(look_for(source, text, found));
            if (found.empty()) TYST_TRY(look_everywhere(text, found));
        }
        if (found.empty()) {
            return fail(
                ErrorCode::subject_not_found,
                fmt::format("children: no child '{}' among the first {} entries", text, size_)
            );
        }
        if (found.size() > 1) return ambiguous(text, found);
        return found.front().stream;
    }

  private:
    Result<void> look_for(
        const std::string& source, const std::string& reference, std::vector<Candidate>& found
    ) {
        for (const Compartment compartment : {Compartment::child_case, Compartment::none}) {
            TYST_ASSIGN(
                const auto stream,
                ledger_.find({SubjectKind::child, compartment, source, reference})
            );
            if (!stream) continue;
            TYST_ASSIGN(
                const auto events, read_stream_below(ledger_, *stream, ReadDepth::event_only, size_)
            );
            if (!events.empty()) found.push_back({source, *stream});
        }
        return {};
    }

    Result<void> look_everywhere(const std::string& reference, std::vector<Candidate>& found) {
        return ledger_
            .scan_streams(size_, 0, 1, [&](const Ledger::StreamContent& content) -> Result<void> {
                for (const StoredEvent& stored : content.events) {
                    const auto* registered = std::get_if<ChildRegistered>(&stored.event.body);
                    if (registered != nullptr && registered->reference == reference) {
                        found.push_back({registered->source, content.stream});
                    }
                }
                return {};
            });
    }

    static std::unexpected<Error> ambiguous(
        const std::string& text, const std::vector<Candidate>& found
    ) {
        std::string names;
        for (const Candidate& candidate : found)
            names += fmt::format(" {}:{}", candidate.source, text);
        return fail(
            ErrorCode::invalid_value,
            fmt::format("children: several sources know '{}'; name one of{}", text, names)
        );
    }

    Ledger& ledger_;
    std::uint64_t size_;
    std::set<std::string> sources_;
};

}  // namespace

Result<std::vector<StreamId>> find_children(
    Ledger& ledger,
    const AuthorityFacts& authority,
    const std::vector<std::string>& references,
    std::uint64_t size
) {
    ChildFinder finder(ledger, authority, size);
    std::vector<StreamId> streams;
    for (const std::string& reference : references) {
        TYST_ASSIGN(const StreamId stream, finder.find(reference));
        streams.push_back(stream);
    }
    return streams;
}

}  // namespace tyst::evidence

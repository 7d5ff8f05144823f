#include <unordered_map>

#include <fmt/format.h>

#include "schema/event_json.h"

namespace tyst {
namespace {

class BatchReader {
  public:
    explicit BatchReader(const CodeBook& codes) : codes_(codes) {}

    // False once there are too many errors.
    bool read(std::uint64_t line, std::string_view text) {
        if (text.find_first_not_of(" \t\r") == std::string_view::npos) {
            return true;
        }
        Result<Submission> submission = submission_from_json(text, codes_);
        if (!submission) {
            return refuse(line, std::move(submission).error());
        }
        return take(line, *std::move(submission));
    }
    SubmissionBatch result() && { return std::move(batch_); }

  private:
    bool refuse(std::uint64_t line, Error error) {
        if (batch_.errors.size() == SubmissionBatch::kErrorsMax) {
            batch_.more_errors = true;
            return false;
        }
        error.context.insert(0, fmt::format("line {}: ", line));
        batch_.errors.push_back({line, std::move(error)});
        return true;
    }

    bool take(std::uint64_t line, Submission submission) {
        const EventId id = submission.event.id;
        if (!id.is_zero()) {
            const auto [earlier, is_new] = places_.emplace(id, batch_.submissions.size());
            if (!is_new) {
                return take_again(line, submission, earlier->second);
            }
        }
        batch_.submissions.push_back(std::move(submission));
        batch_.lines.push_back(line);
        return true;
    }

    bool take_again(std::uint64_t line, const Submission& submission, std::size_t earlier) {
        if (submission == batch_.submissions[earlier]) {
            ++batch_.repeats;
            return true;
        }
        return refuse(
            line,
            {ErrorCode::event_id_conflict,
             fmt::format(
                 "id: {} stands in line {} with other content",
                 to_uuid_text(submission.event.id.view()),
                 batch_.lines[earlier]
             )}
        );
    }

    const CodeBook& codes_;
    SubmissionBatch batch_;
    std::unordered_map<EventId, std::size_t, StrongBytesHash> places_;
};

}  // namespace

SubmissionBatch read_ndjson(std::string_view text, const CodeBook& codes) {
    BatchReader reader(codes);
    std::uint64_t line = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (!reader.read(++line, text.substr(0, end))) {
            break;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::move(reader).result();
}

}  // namespace tyst

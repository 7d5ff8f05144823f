#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/event_values.h"

// Documents, sources, reference files, returns, actors and their reading.
namespace tyst {

// The document itself is an attachment part of the same event.
struct DocumentAttached {
    Code kind;  // codes/document-kind
    std::string title;
    std::string media_type;
    Hash digest;  // SHA-256 of the plaintext: inside the sealed event, never in clear
    std::uint64_t size = 0;
    EventId about;  // the event that it belongs to, if one
    bool operator==(const DocumentAttached&) const = default;
};

// From when (and until when) a source supplies which kinds of fact. Authority stream.
struct CoverageDeclared {
    std::string source;
    std::vector<Code> facts;  // codes/fact-kind
    Date from;
    std::optional<Date> to;  // last day covered
    bool operator==(const CoverageDeclared&) const = default;
};

struct ReferenceFile {
    std::string path;
    Hash digest;
    bool operator==(const ReferenceFile&) const = default;
};

// The texts of the files are one attachment, a JSON object from path to text. Authority stream.
struct ReferenceSetAdopted {
    std::string name;
    std::string version;
    Hash digest;  // of the list "digest  path\n" in path order
    std::vector<ReferenceFile> files;
    bool operator==(const ReferenceSetAdopted&) const = default;
};

// This ledger holds synthetic people and pins today. Authority stream.
struct SampleDeclared {
    std::string name;
    std::uint64_t seed = 0;
    Date today;
    bool operator==(const SampleDeclared&) const = default;
};

// One line of a received file, word for word.
struct ReceivedRow {
    std::string table;
    std::uint32_t line = 0;  // in the file; the header is line 1
    std::vector<std::string> values;
    bool operator==(const ReceivedRow&) const = default;
};

struct ReceivedFile {
    std::string name;
    std::string table;
    std::uint32_t rows = 0;
    std::vector<std::string> columns;
    bool operator==(const ReceivedFile&) const = default;
};

// A statutory return as it came. The files' digests are the event's first attachment (lines as
// sha256sum writes them), so that they can be disclosed alone. The return's own stream.
struct ReturnReceived {
    Code form;               // codes/return-form: ssda903
    std::uint32_t year = 0;  // the year in which the collection ends
    Date received;
    std::vector<ReceivedFile> files;
    std::vector<ReceivedRow> rows_of_no_child;
    bool operator==(const ReturnReceived&) const = default;
};

// A child's rows of one return, word for word, under the child's key. Child's stream.
struct ReturnRowsReceived {
    SubjectLink received_return;
    std::vector<ReceivedRow> rows;
    bool operator==(const ReturnRowsReceived&) const = default;
};

struct ActorRegistered {
    Code kind;  // codes/actor-kind: os-user, account
    std::string name;
    bool operator==(const ActorRegistered&) const = default;
};

// One look at records, written before the data leaves. The actor's stream of the year.
struct AccessRecorded {
    Code basis;  // codes/access-basis
    std::string what;
    std::string filters;
    std::vector<StreamId> children;  // sorted
    std::uint32_t count = 0;
    Hash digest;  // of the answer
    bool operator==(const AccessRecorded&) const = default;
};

}  // namespace tyst

#pragma once

#include "schema/event_wire.h"

// One function per body, which goes both ways. Inside the event codec only.
namespace tyst::coding {

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, DocumentAttached>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Kind, kind);
    TYST_CODE(Title, title);
    TYST_CODE(MediaType, media_type);
    TYST_CODE(Digest, digest);
    TYST_CODE(Size, size);
    TYST_CODE(About, about);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, CoverageDeclared>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Source, source);
    TYST_CODE(Facts, facts);
    TYST_CODE(From, from);
    TYST_CODE(To, to);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReferenceFile>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Path, path);
    TYST_CODE(Digest, digest);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReferenceSetAdopted>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Name, name);
    TYST_CODE(Version, version);
    TYST_CODE(Digest, digest);
    TYST_CODE(Files, files);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, SampleDeclared>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Name, name);
    TYST_CODE(Seed, seed);
    TYST_CODE(Today, today);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReceivedRow>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Table, table);
    TYST_CODE(Line, line);
    TYST_CODE(Values, values);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReceivedFile>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Name, name);
    TYST_CODE(Table, table);
    TYST_CODE(Rows, rows);
    TYST_CODE(Columns, columns);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReturnReceived>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Form, form);
    TYST_CODE(Year, year);
    TYST_CODE(Received, received);
    TYST_CODE(Files, files);
    TYST_CODE(RowsOfNoChild, rows_of_no_child);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReturnRowsReceived>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(ReceivedReturn, received_return);
    TYST_CODE(Rows, rows);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ActorRegistered>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Kind, kind);
    TYST_CODE(Name, name);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, AccessRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Basis, basis);
    TYST_CODE(What, what);
    TYST_CODE(Filters, filters);
    TYST_CODE(Children, children);
    TYST_CODE(Count, count);
    TYST_CODE(Digest, digest);
}

template <>
struct WireOf<DocumentAttached> {
    using Type = wire::DocumentAttached;
};

template <>
struct WireOf<CoverageDeclared> {
    using Type = wire::CoverageDeclared;
};

template <>
struct WireOf<ReferenceSetAdopted> {
    using Type = wire::ReferenceSetAdopted;
};

template <>
struct WireOf<SampleDeclared> {
    using Type = wire::SampleDeclared;
};

template <>
struct WireOf<ReturnReceived> {
    using Type = wire::ReturnReceived;
};

template <>
struct WireOf<ReturnRowsReceived> {
    using Type = wire::ReturnRowsReceived;
};

template <>
struct WireOf<ActorRegistered> {
    using Type = wire::ActorRegistered;
};

template <>
struct WireOf<AccessRecorded> {
    using Type = wire::AccessRecorded;
};

}  // namespace tyst::coding

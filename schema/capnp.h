#pragma once

// The only door to Cap'n Proto: everything else includes this header, in .cc files only, and the
// generated *.capnp.h after it.

#if defined(__clang_major__) && __clang_major__ >= 16
// Clang from 16 on rejects two comparisons in Cap'n Proto 0.9.2's blob.h in C++20 and later: the
// reversed form is ambiguous unless it is declared before that header is read.
#include <kj/string.h>
namespace kj {
inline bool operator==(const char* left, const StringPtr& right) {
    return right.operator==(StringPtr(left));
}
inline bool operator!=(const char* left, const StringPtr& right) {
    return !(right.operator==(StringPtr(left)));
}
}  // namespace kj
#endif

#include <capnp/any.h>
#include <capnp/common.h>
#include <capnp/message.h>
#include <capnp/serialize.h>
#include <kj/encoding.h>
#include <kj/exception.h>

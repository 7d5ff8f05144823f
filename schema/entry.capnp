@0xa81a65cc57de6b6c;
# One leaf of the log: what everybody may see of an event. Nothing personal, no event type, no free
# text and no digest of plaintext stands in clear. docs/formats.md, "Entry", gives the bytes.
#
# The leaf hash covers these bytes: canonical form, one segment, no segment table. To print one:
#   capnp decode --flat entry.capnp Entry < entry.bin
#
# Fields are only ever added, with a new formatVersion; numbers and enumerators are never used again.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("tyst::wire");

enum EntryClass {
  child @0;      # a compartment of a child's record
  authority @1;  # the ledger's own stream: coverage, reference sets, sample label
  access @2;     # who read what
  system @3;     # workers, received returns, actors
}

enum RestrictionClass {
  ordinary @0;
  thirdParty @1;
  legalAdvice @2;
  adoption @3;
  address @4;
  police @5;
}

enum PartKind {
  event @0;
  person @1;      # details of another person whom the event cites, under that person's key
  attachment @2;
}

struct Part {
  size @0 :UInt32;                    # bytes of ciphertext and tag together; never 0
  kind @1 :PartKind;
  restriction @2 :RestrictionClass;
  subject @3 :Data;                   # 16 bytes: whose key seals the part
  digest @4 :Data;                    # 32 bytes: SHA-256 of ciphertext, then tag
  commitment @5 :Data;                # 32 bytes: binds the part to its one event key
}

struct Entry {
  index @0 :UInt64;                   # place in the log, from 0
  recorded @1 :Int64;                 # microseconds since 1970-01-01T00:00:00Z
  revision @2 :UInt64;                # place in the stream, from 0
  previous @3 :UInt64 = 0xffffffffffffffff;
  # Index of the stream's entry before this one; the default says that there is none.
  formatVersion @4 :UInt16;           # 1, or 2 where streamHeads is there
  entryClass @5 :EntryClass;
  stream @6 :Data;                    # 16 bytes: random pseudonym
  actor @7 :Data;                     # 16 bytes: pseudonym of who recorded; zeros: the ledger itself
  parts @8 :List(Part);               # part 0 is the event; never empty
  streamHeads @9 :Data;               # version 2: 32 bytes, the root over the heads of all streams before it
}

package main

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"sort"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// An export of `tyst log export`: the checks of a sample log, then every root over the heads of
// streams computed again from what the entries say in clear.
func checkExport(directory, proofFile string) error {
	l := &log{directory: directory}
	var c counts
	for _, step := range []func(*log, *counts) error{
		openExport, rebuildRoot, compareTiles, authenticateTiles, checkConsistencies,
		refuseDamagedCheckpoints, refuseDamagedEntry,
	} {
		if err := step(l, &c); err != nil {
			return fmt.Errorf("%s: %w", directory, err)
		}
	}
	if err := checkProofFile(l, proofFile); err != nil {
		return fmt.Errorf("%s: %w", proofFile, err)
	}
	roots, err := checkHeads(l, &c)
	if err != nil {
		return fmt.Errorf("%s: %w", directory, err)
	}
	if c.consistencies == 0 || c.refused == 0 || roots == 0 {
		return fmt.Errorf("%s: nothing was checked: %+v, %d roots over heads", directory, c, roots)
	}
	fmt.Printf("export of size %d: %d tiles, %d consistency proofs and %d roots over heads hold; %d damaged forms refused\n",
		l.tree.N, c.tiles, c.consistencies, roots, c.refused)
	return nil
}

func openExport(l *log, c *counts) error {
	keys, err := l.read("vkeys")
	if err != nil {
		return err
	}
	policy, err := l.read("policy")
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(string(keys), "\n")
	if !strings.Contains(string(policy), "log "+first+"\n") || !strings.Contains(string(policy), "quorum ") {
		return fmt.Errorf("the policy does not name the log's key: %q", policy)
	}
	if l.verifier, err = note.NewVerifier(first); err != nil {
		return err
	}
	if l.checkpoint, err = l.read("checkpoint"); err != nil {
		return err
	}
	opened, err := note.Open(l.checkpoint, note.VerifierList(l.verifier))
	if err != nil {
		return err
	}
	l.tree, err = parseTree(opened.Text, l.verifier.Name())
	return err
}

func checkProofFile(l *log, name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	index, proof, err := l.parseProofFile(string(text))
	if err != nil {
		return err
	}
	if index < 0 || index >= l.tree.N {
		return fmt.Errorf("index %d is not in the log", index)
	}
	leaf := tlog.RecordHash(l.entries[index])
	return tlog.CheckRecord(proof, l.tree.N, l.tree.Hash, index, leaf)
}

// What is read of an entry, by docs/formats.md, "Entry".
type clearEntry struct {
	index, revision uint64
	stream          [16]byte
	heads           []byte // nil in version 1
}

func readEntry(data []byte) (clearEntry, error) {
	var e clearEntry
	if len(data) < 224 {
		return e, fmt.Errorf("an entry of %d bytes", len(data))
	}
	e.index = binary.LittleEndian.Uint64(data[8:])
	e.revision = binary.LittleEndian.Uint64(data[24:])
	stream := 72
	switch version := binary.LittleEndian.Uint16(data[40:]); version {
	case 1:
	case 2:
		stream = 80
		e.heads = data[len(data)-32:]
	default:
		return e, fmt.Errorf("an entry of version %d", version)
	}
	copy(e.stream[:], data[stream:])
	return e, nil
}

// One RFC 6962 tree in memory, by Go's own functions.
type memoryTree struct {
	hashes []tlog.Hash
	size   int64
}

func (t *memoryTree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, index := range indexes {
		hashes = append(hashes, t.hashes[index])
	}
	return hashes, nil
}

func (t *memoryTree) add(data []byte) error {
	more, err := tlog.StoredHashes(t.size, data, t)
	t.hashes = append(t.hashes, more...)
	t.size++
	return err
}

func (t *memoryTree) root() (tlog.Hash, error) {
	if t.size == 0 {
		return tlog.Hash(sha256Empty), nil
	}
	return tlog.TreeHash(t.size, t)
}

var sha256Empty = func() (empty [32]byte) {
	bytes, err := hex.DecodeString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
	if err != nil {
		panic(err)
	}
	copy(empty[:], bytes)
	return empty
}()

type head struct{ events, last uint64 }

func bigEndian(numbers ...uint64) []byte {
	var data []byte
	for _, number := range numbers {
		data = binary.BigEndian.AppendUint64(data, number)
	}
	return data
}

// The root over the heads of all streams, by docs/formats.md, "Stream heads".
func headsRoot(heads map[[16]byte]head) (tlog.Hash, error) {
	var streams [][16]byte
	for stream := range heads {
		streams = append(streams, stream)
	}
	sort.Slice(streams, func(i, j int) bool { return bytes.Compare(streams[i][:], streams[j][:]) < 0 })
	var buckets [65536]memoryTree
	for _, stream := range streams {
		record := append(stream[:], bigEndian(heads[stream].events, heads[stream].last)...)
		if err := buckets[int(stream[0])<<8|int(stream[1])].add(record); err != nil {
			return tlog.Hash{}, err
		}
	}
	var all memoryTree
	for i := range buckets {
		root, err := buckets[i].root()
		if err != nil {
			return root, err
		}
		if err := all.add(append(bigEndian(uint64(buckets[i].size)), root[:]...)); err != nil {
			return root, err
		}
	}
	return all.root()
}

func checkHeads(l *log, c *counts) (roots int, err error) {
	heads := map[[16]byte]head{}
	for index, data := range l.entries {
		e, err := readEntry(data)
		if err != nil {
			return roots, err
		}
		if e.index != uint64(index) || e.revision != heads[e.stream].events {
			return roots, fmt.Errorf("entry %d says index %d, revision %d", index, e.index, e.revision)
		}
		if e.heads != nil {
			computed, err := headsRoot(heads)
			if err != nil || !bytes.Equal(computed[:], e.heads) {
				return roots, fmt.Errorf("entry %d carries a root over heads that its entries do not give (%v)", index, err)
			}
			if err := refuseOlderHead(heads, e.heads); err != nil {
				return roots, err
			}
			c.refused++
			roots++
		}
		heads[e.stream] = head{e.revision + 1, uint64(index)}
	}
	return roots, nil
}

// With the last event of any one stream left out, another root must come out.
func refuseOlderHead(heads map[[16]byte]head, root []byte) error {
	for stream, kept := range heads {
		heads[stream] = head{kept.events - 1, kept.last}
		computed, err := headsRoot(heads)
		heads[stream] = kept
		if err != nil {
			return err
		}
		if bytes.Equal(computed[:], root) {
			return fmt.Errorf("a stream without its last event gives the same root")
		}
		return nil
	}
	return nil
}

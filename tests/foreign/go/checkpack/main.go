// Checkpack verifies an unpacked evidence pack and its receipt with golang.org/x/mod/sumdb and Go's own library.
//
// Usage: checkpack DIRECTORY RECEIPT VKEY
//
// It prints what it checked and exits 1 at the first thing that does not hold.
package main

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type part struct {
	size               uint32
	digest, commitment []byte
}

type entry struct {
	data            []byte
	index, revision int64
	previous        int64 // -1: none
	stream          string
	heads           []byte
	parts           []part
}

type pack struct {
	directory string
	verifier  note.Verifier
	note      string
	tree      tlog.Tree
	entries   map[int64]*entry
	opened    int
}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: checkpack DIRECTORY RECEIPT VKEY")
		os.Exit(2)
	}
	if err := check(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "checkpack:", err)
		os.Exit(1)
	}
}

func check(directory, receipt, vkey string) error {
	p := &pack{directory: directory, entries: map[int64]*entry{}}
	var err error
	if p.verifier, err = note.NewVerifier(vkey); err != nil {
		return err
	}
	for _, step := range []func() error{p.checkManifest, p.readEntries, p.checkStreams, p.checkParts} {
		if err := step(); err != nil {
			return err
		}
	}
	made, err := p.checkReceipt(receipt)
	if err != nil {
		return err
	}
	fmt.Printf("%d entries up to size %d, %d parts opened, made as entry %d\n", len(p.entries), p.tree.N, p.opened, made)
	return nil
}

func (p *pack) read(name string) (string, error) {
	data, err := os.ReadFile(filepath.Join(p.directory, name))
	return string(data), err
}

func (p *pack) list(folder string) ([]string, error) {
	files, err := os.ReadDir(filepath.Join(p.directory, folder))
	var names []string
	for _, file := range files {
		names = append(names, file.Name())
	}
	return names, err
}

func (p *pack) checkManifest() error {
	text, err := p.read("MANIFEST.sha256")
	if err != nil {
		return err
	}
	listed := map[string]bool{"MANIFEST.sha256": true}
	form := regexp.MustCompile(`^([0-9a-f]{64})  ([A-Za-z0-9._/-]+)\n$`)
	for _, line := range strings.SplitAfter(strings.TrimSuffix(text, ""), "\n") {
		if line == "" {
			continue
		}
		match := form.FindStringSubmatch(line)
		if match == nil {
			return errors.New("the manifest is in another form")
		}
		content, err := p.read(match[2])
		if err != nil {
			return err
		}
		if digest := sha256.Sum256([]byte(content)); hex.EncodeToString(digest[:]) != match[1] {
			return fmt.Errorf("%s was changed", match[2])
		}
		listed[match[2]] = true
	}
	return filepath.WalkDir(p.directory, func(path string, file fs.DirEntry, err error) error {
		if err != nil || file.IsDir() {
			return err
		}
		name, err := filepath.Rel(p.directory, path)
		if err == nil && !listed[filepath.ToSlash(name)] {
			err = fmt.Errorf("%s is not in the manifest", name)
		}
		return err
	})
}

// Base64 in its one form.
func exact(text string) ([]byte, error) {
	data, err := base64.StdEncoding.Strict().DecodeString(text)
	if err == nil && base64.StdEncoding.EncodeToString(data) != text {
		err = errors.New("base64 that is not exact")
	}
	return data, err
}

func (p *pack) open(text string) (tlog.Tree, error) {
	opened, err := note.Open([]byte(text), note.VerifierList(p.verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	// Go's reader of notes passes over stray bits in the last letter of a signature.
	signatures := text[len(opened.Text)+1:]
	for _, line := range strings.Split(strings.TrimSuffix(signatures, "\n"), "\n") {
		fields := strings.Split(line, " ")
		if len(fields) != 3 {
			return tlog.Tree{}, errors.New("a signature line in another form")
		}
		if _, err := exact(fields[2]); err != nil {
			return tlog.Tree{}, err
		}
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != p.verifier.Name() {
		return tlog.Tree{}, errors.New("a checkpoint of another log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || strconv.FormatInt(size, 10) != lines[1] {
		return tlog.Tree{}, errors.New("a checkpoint without a size")
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func parseEntry(data []byte) (*entry, error) {
	if len(data) < 224 {
		return nil, errors.New("an entry that is too short")
	}
	e := &entry{data: data, previous: -1}
	number := func(at int) int64 { return int64(binary.LittleEndian.Uint64(data[at:])) }
	e.index, e.revision = number(8), number(24)
	if number(32) != 0 {
		e.previous = ^number(32)
	}
	moved, tail := 0, 0
	switch binary.LittleEndian.Uint16(data[40:]) {
	case 1:
	case 2:
		moved, tail = 8, 32
		e.heads = data[len(data)-32:]
	default:
		return nil, errors.New("an entry of an unknown version")
	}
	e.stream = hex.EncodeToString(data[72+moved : 88+moved])
	count := int(binary.LittleEndian.Uint32(data[104+moved:]) >> 2)
	if count > 145 || len(data) != 112+moved+112*count+tail {
		return nil, errors.New("an entry of a wrong length")
	}
	for i := 0; i < count; i++ {
		at := 112 + moved + 32*count + 80*i
		e.parts = append(e.parts, part{binary.LittleEndian.Uint32(data[112+moved+32*i:]), data[at+16 : at+48], data[at+48 : at+80]})
	}
	return e, nil
}

func (e *entry) open(number int, sealed, key []byte) ([]byte, error) {
	if number < 0 || number >= len(e.parts) {
		return nil, errors.New("a part that the entry does not have")
	}
	wanted := e.parts[number]
	digest := sha256.Sum256(sealed)
	commitment := sha256.Sum256(append([]byte("tyst/1/commitment"), key...))
	if uint32(len(sealed)) != wanted.size || !bytes.Equal(digest[:], wanted.digest) {
		return nil, errors.New("a part with another digest")
	}
	if !bytes.Equal(commitment[:], wanted.commitment) {
		return nil, errors.New("a part with another key")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	plain, err := gcm.Open(nil, make([]byte, 12), sealed, nil)
	if err != nil {
		return nil, err
	}
	length := int(binary.BigEndian.Uint32(plain))
	if 4+length > len(plain) || len(bytes.Trim(plain[4+length:], "\x00")) != 0 {
		return nil, errors.New("a part with a wrong length or padding")
	}
	return plain[4 : 4+length], nil
}

func hashes(lines []string) ([]tlog.Hash, error) {
	var all []tlog.Hash
	for _, line := range lines {
		data, err := exact(line)
		if err != nil || len(data) != tlog.HashSize {
			return nil, errors.New("a hash that is none")
		}
		all = append(all, tlog.Hash(*(*[tlog.HashSize]byte)(data)))
	}
	return all, nil
}

// The checkpoint in whose tree the entry is proved to be.
func (p *pack) proved(e *entry, text string) (string, error) {
	head, checkpoint, found := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || lines[1] != fmt.Sprintf("index %d", e.index) {
		return "", errors.New("a proof of something else")
	}
	tree, err := p.open(checkpoint)
	if err != nil {
		return "", err
	}
	path, err := hashes(lines[2:])
	if err != nil {
		return "", err
	}
	return checkpoint, tlog.CheckRecord(path, tree.N, tree.Hash, e.index, tlog.RecordHash(e.data))
}

func (p *pack) readEntries() error {
	var err error
	if p.note, err = p.read("log/checkpoint"); err != nil {
		return err
	}
	if p.tree, err = p.open(p.note); err != nil {
		return err
	}
	names, err := p.list("log/entries")
	if err != nil {
		return err
	}
	for _, name := range names {
		data, err := p.read("log/entries/" + name)
		if err != nil {
			return err
		}
		e, err := parseEntry([]byte(data))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		proof, err := p.read("log/proofs/" + name + ".tlog-proof")
		if err != nil {
			return err
		}
		checkpoint, err := p.proved(e, proof)
		if err != nil || checkpoint != p.note || strconv.FormatInt(e.index, 10) != name {
			return fmt.Errorf("%s is not proved at its place (%v)", name, err)
		}
		p.entries[e.index] = e
	}
	return nil
}

type record struct {
	position, events, last int64
	stream                 string
	path                   []string
}

func (p *pack) checkStreams() error {
	newest := p.entries[p.tree.N-1]
	if newest == nil || newest.heads == nil {
		return errors.New("no root over the heads at the end")
	}
	streams, err := p.list("log/heads")
	if err != nil {
		return err
	}
	chains := map[string][]*entry{}
	for _, e := range p.entries {
		if e.index+1 < p.tree.N {
			chains[e.stream] = append(chains[e.stream], e)
		}
	}
	for _, stream := range streams {
		chain := chains[stream]
		sort.Slice(chain, func(i, j int) bool { return chain[i].index < chain[j].index })
		last := int64(-1)
		for revision, e := range chain {
			if e.revision != int64(revision) || e.previous != last {
				return fmt.Errorf("entry %d does not follow the one before it", e.index)
			}
			last = e.index
		}
		if err := p.checkHead(stream, int64(len(chain)), last, newest.heads); err != nil {
			return fmt.Errorf("stream %s: %w", stream, err)
		}
	}
	return nil
}

func climbs(leaf []byte, index, size int64, lines []string, root []byte) error {
	path, err := hashes(lines)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(path, size, tlog.Hash(*(*[tlog.HashSize]byte)(root)), index, tlog.RecordHash(leaf))
}

func bigEndian(number int64) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(number))
}

func (p *pack) checkHead(stream string, events, last int64, heads []byte) error {
	text, err := p.read("log/heads/" + stream)
	if err != nil {
		return err
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 4 || lines[0] != "tyst-stream-head/1" || lines[1] != fmt.Sprintf("size %d", p.tree.N) || lines[2] != "stream "+stream {
		return errors.New("a head of something else")
	}
	var count int64
	var encoded string
	if _, err := fmt.Sscanf(lines[3], "bucket %d %s", &count, &encoded); err != nil {
		return err
	}
	bucket, err := exact(encoded)
	if err != nil || len(bucket) != tlog.HashSize {
		return errors.New("a bucket without a root")
	}
	var path []string
	var records []*record
	for _, line := range lines[4:] {
		if strings.HasPrefix(line, "record ") {
			r := &record{}
			if _, err := fmt.Sscanf(line, "record %d %s %d %d", &r.position, &r.stream, &r.events, &r.last); err != nil {
				return err
			}
			records = append(records, r)
		} else if len(records) > 0 {
			records[len(records)-1].path = append(records[len(records)-1].path, line)
		} else {
			path = append(path, line)
		}
	}
	number, err := strconv.ParseInt(stream[:4], 16, 64)
	if err != nil {
		return err
	}
	if err := climbs(append(bigEndian(count), bucket...), number, 65536, path, heads); err != nil {
		return err
	}
	for _, r := range records {
		name, err := hex.DecodeString(r.stream)
		if err != nil {
			return err
		}
		leaf := append(append(name, bigEndian(r.events)...), bigEndian(r.last)...)
		if err := climbs(leaf, r.position, count, r.path, bucket); err != nil {
			return err
		}
	}
	if len(records) == 1 && records[0].stream == stream {
		if records[0].events != events || records[0].last != last {
			return fmt.Errorf("%d entries are here, it has %d", events, records[0].events)
		}
		return nil
	}
	empty := sha256.Sum256(nil)
	absent := len(records) == 0 && count == 0 && bytes.Equal(bucket, empty[:]) ||
		len(records) == 1 && (stream < records[0].stream && records[0].position == 0 ||
			stream > records[0].stream && records[0].position+1 == count) ||
		len(records) == 2 && records[0].stream < stream && stream < records[1].stream && records[1].position == records[0].position+1
	if !absent || events != 0 {
		return errors.New("its head is not proved")
	}
	return nil
}

func (p *pack) checkParts() error {
	accounted := map[string]int{}
	for _, file := range []string{"log/keys", "log/withheld"} {
		text, err := p.read(file)
		if err != nil {
			return err
		}
		for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
			fields := strings.Split(line, " ")
			if len(fields) != 3 {
				if text == "" {
					break
				}
				return fmt.Errorf("%s is in another form", file)
			}
			accounted[fields[0]+"."+fields[1]]++
			if file == "log/withheld" {
				continue
			}
			if err := p.openPart(fields[0], fields[1], fields[2]); err != nil {
				return fmt.Errorf("part %s.%s: %w", fields[0], fields[1], err)
			}
		}
	}
	every := 0
	for _, e := range p.entries {
		for i := range e.parts {
			every++
			if accounted[fmt.Sprintf("%d.%d", e.index, i)] != 1 {
				return fmt.Errorf("part %d.%d is neither opened nor withheld, or both", e.index, i)
			}
		}
	}
	if every != len(accounted) {
		return errors.New("keys for parts that are not here")
	}
	return nil
}

func (p *pack) openPart(index, number, digits string) error {
	place, err := strconv.ParseInt(index, 10, 64)
	if err != nil || p.entries[place] == nil {
		return errors.New("no such entry")
	}
	which, err := strconv.Atoi(number)
	if err != nil {
		return err
	}
	sealed, err := p.read("log/parts/" + index + "." + number)
	if err != nil {
		return err
	}
	key, err := hex.DecodeString(digits)
	if err != nil {
		return err
	}
	_, err = p.entries[place].open(which, []byte(sealed), key)
	p.opened++
	return err
}

func (p *pack) checkReceipt(file string) (int64, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	form := regexp.MustCompile(`(?s)^tyst-pack-receipt/1\nmanifest ([0-9a-f]{64})\nentry ([^\n]*)\npart ([^\n]*)\nkey ([0-9a-f]{64})\n\n(.*)$`)
	match := form.FindStringSubmatch(string(text))
	if match == nil {
		return 0, errors.New("no receipt")
	}
	manifest, err := p.read("MANIFEST.sha256")
	if err != nil {
		return 0, err
	}
	digest := sha256.Sum256([]byte(manifest))
	if hex.EncodeToString(digest[:]) != match[1] {
		return 0, errors.New("the receipt is for another pack")
	}
	data, err := exact(match[2])
	if err != nil {
		return 0, err
	}
	e, err := parseEntry(data)
	if err != nil {
		return 0, err
	}
	if e.index < p.tree.N {
		return 0, errors.New("the pack was recorded before it was made")
	}
	if _, err := p.proved(e, match[5]); err != nil {
		return 0, err
	}
	sealed, err := exact(match[3])
	if err != nil {
		return 0, err
	}
	key, err := hex.DecodeString(match[4])
	if err != nil {
		return 0, err
	}
	event, err := e.open(0, sealed, key)
	if err != nil {
		return 0, err
	}
	if len(event) < 12 || binary.LittleEndian.Uint16(event[10:]) != 1210 || !bytes.Contains(event, digest[:]) {
		return 0, errors.New("the ledger committed to another pack")
	}
	return e.index, nil
}

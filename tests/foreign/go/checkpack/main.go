// Checkpack verifies an unpacked evidence pack and its receipt with golang.org/x/mod/sumdb and Go's own library.
//
// Usage: checkpack DIRECTORY RECEIPT VKEY [EARLIER]
//
// It prints what it checked and exits 1 at the first thing that does not hold. EARLIER is a checkpoint that the pack must prove
// to continue.
//
// Usage: checkpack --changed DIRECTORY RECEIPT VKEY
//
// Checks the pack, then itself: it must refuse the pack with a bit changed in any file, and the receipt with one changed anywhere.
package main

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
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
	files    map[string]string
	believed []note.Verifier
	vkeys    []string // of believed
	note     string
	tree     tlog.Tree
	entries  map[int64]*entry
	events   map[int64][]byte // opened parts 0
	grown    map[int64]tlog.Hash
	opened   int
	cosigned int
}

func main() {
	arguments := os.Args[1:]
	changed := len(arguments) > 0 && arguments[0] == "--changed"
	if changed {
		arguments = arguments[1:]
	}
	if len(arguments) != 3 && (len(arguments) != 4 || changed) {
		fmt.Fprintln(os.Stderr, "usage: checkpack [--changed] DIRECTORY RECEIPT VKEY [EARLIER]")
		os.Exit(2)
	}
	if err := run(changed, arguments); err != nil {
		fmt.Fprintln(os.Stderr, "checkpack:", err)
		os.Exit(1)
	}
}

func run(changed bool, arguments []string) error {
	files, err := readFiles(arguments[0])
	if err != nil {
		return err
	}
	receipt, err := os.ReadFile(arguments[1])
	if err != nil {
		return err
	}
	earlier := ""
	if len(arguments) == 4 {
		text, err := os.ReadFile(arguments[3])
		if err != nil {
			return err
		}
		earlier = string(text)
	}
	said, err := check(files, string(receipt), arguments[2], earlier)
	if err != nil {
		return err
	}
	fmt.Println(said)
	if changed {
		refused, err := checkChanged(files, string(receipt), arguments[2])
		if err != nil {
			return err
		}
		fmt.Println(refused, "changed files and receipts refused")
	}
	return nil
}

func readFiles(directory string) (map[string]string, error) {
	files := map[string]string{}
	err := filepath.WalkDir(directory, func(path string, file fs.DirEntry, err error) error {
		if err != nil || file.IsDir() {
			return err
		}
		name, err := filepath.Rel(directory, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		files[filepath.ToSlash(name)] = string(data)
		return err
	})
	return files, err
}

func check(files map[string]string, receipt, vkey, earlier string) (string, error) {
	p, err := checkPack(files, vkey, earlier)
	if err != nil {
		return "", err
	}
	made, err := p.checkReceipt(receipt)
	return fmt.Sprintf("%d entries up to size %d, %d parts opened, %d earlier sizes continued, %d cosignatures, made as entry %d",
		len(p.entries), p.tree.N, p.opened, len(p.grown), p.cosigned, made), err
}

func checkPack(files map[string]string, vkey, earlier string) (*pack, error) {
	p := &pack{files: files, entries: map[int64]*entry{}, events: map[int64][]byte{}, grown: map[int64]tlog.Hash{}}
	if err := p.believe(vkey); err != nil {
		return nil, err
	}
	for _, step := range []func() error{
		p.checkManifest, p.followStatements, p.readEntries, p.checkStreams, p.checkParts, p.checkRecordedStatements,
		p.checkGrowth, p.checkWitnesses, p.checkTimeStamps,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if earlier != "" {
		if err := p.checkEarlier(earlier); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func flipped(text string, at int) string {
	changed := []byte(text)
	changed[at] ^= 1
	return string(changed)
}

// All of them must be refused: first, middle and last byte of each file, and the last letter of a base64 line at its end.
func checkChanged(files map[string]string, receipt, vkey string) (int, error) {
	refused := 0
	for name, content := range files {
		for _, at := range []int{0, len(content) / 2, len(content) - 2, len(content) - 1} {
			if at < 0 || at >= len(content) {
				continue
			}
			changed := map[string]string{}
			for each, same := range files {
				changed[each] = same
			}
			changed[name] = flipped(content, at)
			if _, err := check(changed, receipt, vkey, ""); err == nil {
				return refused, fmt.Errorf("%s with byte %d changed was taken", name, at)
			}
			refused++
		}
	}
	p, err := checkPack(files, vkey, "")
	if err != nil {
		return refused, err
	}
	for at := 0; at < len(receipt); at++ {
		if _, err := p.checkReceipt(flipped(receipt, at)); err == nil {
			return refused, fmt.Errorf("the receipt with byte %d changed was taken", at)
		}
		refused++
	}
	return refused, nil
}

func (p *pack) believe(vkey string) error {
	verifier, err := note.NewVerifier(vkey)
	p.believed = append(p.believed, verifier)
	p.vkeys = append(p.vkeys, vkey)
	return err
}

func (p *pack) believes(vkey string) bool {
	for _, each := range p.vkeys {
		if each == vkey {
			return true
		}
	}
	return false
}

func (p *pack) read(name string) (string, error) {
	content, found := p.files[name]
	if !found {
		return "", fmt.Errorf("%s is missing", name)
	}
	return content, nil
}

// The names in a folder, without it.
func (p *pack) list(folder string) []string {
	var names []string
	for name := range p.files {
		if strings.HasPrefix(name, folder) {
			names = append(names, strings.TrimPrefix(name, folder))
		}
	}
	sort.Strings(names)
	return names
}

func (p *pack) checkManifest() error {
	text, err := p.read("MANIFEST.sha256")
	if err != nil {
		return err
	}
	listed := map[string]bool{"MANIFEST.sha256": true}
	for _, line := range strings.SplitAfter(text, "\n") {
		if line == "" {
			continue
		}
		match := manifestLine.FindStringSubmatch(line)
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
	for name := range p.files {
		if !listed[name] {
			return fmt.Errorf("%s is not in the manifest", name)
		}
	}
	return nil
}

var manifestLine = regexp.MustCompile(`^([0-9a-f]{64})  ([A-Za-z0-9._/-]+)\n$`)

// Where a number stands for a name, in the order of numbers.
func numbers(names []string) ([]int64, error) {
	var all []int64
	for _, name := range names {
		number, err := strconv.ParseInt(name, 10, 64)
		if err != nil || strconv.FormatInt(number, 10) != name {
			return nil, fmt.Errorf("%s is no number", name)
		}
		all = append(all, number)
	}
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	return all, nil
}

// The keys that statements lead to; each statement must hold.
func (p *pack) followStatements() error {
	all, err := numbers(p.list("log/key-statements/"))
	if err != nil {
		return err
	}
	for _, index := range all {
		text := p.files[fmt.Sprintf("log/key-statements/%d", index)]
		lines := strings.SplitN(text, "\n", 4)
		if len(lines) != 4 || lines[0] != "tyst-signing-key/1" || !strings.HasPrefix(lines[3], "\n") {
			return errors.New("a statement in another form")
		}
		var pair []note.Verifier
		for _, vkey := range lines[1:3] {
			verifier, err := note.NewVerifier(vkey)
			if err != nil {
				return err
			}
			pair = append(pair, verifier)
		}
		opened, err := note.Open([]byte(text), note.VerifierList(pair...))
		if err != nil {
			return err
		}
		if len(opened.Sigs) != 2 {
			return errors.New("a statement that its two keys did not sign")
		}
		if err := exactSignatures(text, opened.Text); err != nil {
			return err
		}
		if p.believes(lines[1]) {
			if err := p.believe(lines[2]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *pack) checkRecordedStatements() error {
	all, err := numbers(p.list("log/key-statements/"))
	for _, index := range all {
		if index < p.tree.N && !bytes.Contains(p.events[index], []byte(p.files[fmt.Sprintf("log/key-statements/%d", index)])) {
			return fmt.Errorf("entry %d does not say what its statement says", index)
		}
	}
	return err
}

func (p *pack) checkGrowth() error {
	all, err := numbers(p.list("log/consistency/"))
	if err != nil {
		return err
	}
	for _, from := range all {
		lines := strings.Split(p.files[fmt.Sprintf("log/consistency/%d", from)], "\n")
		if lines[len(lines)-1] != "" {
			return errors.New("a consistency proof without an end")
		}
		path, err := hashes(lines[:len(lines)-1])
		if err != nil || len(path) == 0 {
			return fmt.Errorf("consistency from %d is in another form (%v)", from, err)
		}
		if from == p.tree.N {
			if len(path) != 1 || path[0] != p.tree.Hash {
				return errors.New("another root of the same size")
			}
		} else if err := tlog.CheckTree(path[1:], p.tree.N, p.tree.Hash, from, path[0]); err != nil {
			return err
		}
		p.grown[from] = path[0]
	}
	return nil
}

func (p *pack) checkEarlier(text string) error {
	earlier, err := p.open(text)
	if err != nil {
		return err
	}
	root, found := p.grown[earlier.N]
	if earlier.N == p.tree.N {
		root, found = p.tree.Hash, true
	}
	if !found || root != earlier.Hash {
		return errors.New("the log is not the one of the earlier checkpoint")
	}
	return nil
}

func (p *pack) checkWitnesses() error {
	var err error
	p.cosigned, err = p.cosignatures(p.note)
	return err
}

// How many lines of a note are of witnesses that the pack's policy names: each must hold.
func (p *pack) cosignatures(signed string) (int, error) {
	policy, err := p.read("log/policy")
	if err != nil {
		return 0, err
	}
	count := 0
	at := strings.LastIndex(signed, "\n\n")
	text := signed[:at+1]
	for _, line := range strings.Split(policy, "\n") {
		words := strings.Fields(line)
		if len(words) < 3 || words[0] != "witness" {
			continue
		}
		parts := strings.SplitN(words[2], "+", 3)
		if len(parts) != 3 {
			return 0, errors.New("a witness without a key")
		}
		typed, err := exact(parts[2])
		if err != nil || len(typed) != 1+ed25519.PublicKeySize || typed[0] != 4 {
			return 0, errors.New("a witness with another kind of key")
		}
		digest := sha256.Sum256(append([]byte(parts[0]+"\n"), typed...))
		if hex.EncodeToString(digest[:4]) != parts[1] {
			return 0, errors.New("a witness's key with another number")
		}
		for _, signature := range strings.Split(strings.TrimSuffix(signed[at+2:], "\n"), "\n") {
			fields := strings.Split(signature, " ")
			data, err := exact(fields[2])
			if err != nil || len(data) != 76 || fields[1] != parts[0] || !bytes.Equal(data[:4], digest[:4]) {
				continue
			}
			message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(data[4:]), text)
			if !ed25519.Verify(typed[1:], []byte(message), data[12:]) {
				return 0, fmt.Errorf("the line of the witness %s does not hold", parts[0])
			}
			count++
		}
	}
	return count, nil
}

// Nothing else has the hash of a receipt: each signature line in it must be of a key that the pack names.
func (p *pack) checkExplained(signed string) error {
	named := p.believed
	keys, err := p.read("log/vkeys")
	if err != nil {
		return err
	}
	for _, vkey := range strings.Split(strings.TrimSuffix(keys, "\n"), "\n") {
		if p.believes(vkey) {
			continue
		}
		verifier, err := note.NewVerifier(vkey)
		if err != nil {
			return err
		}
		named = append(named[:len(named):len(named)], verifier)
	}
	opened, err := note.Open([]byte(signed), note.VerifierList(named...))
	if err != nil {
		return err
	}
	cosigned, err := p.cosignatures(signed)
	if err == nil && len(opened.Sigs)+cosigned != strings.Count(signed[len(opened.Text)+1:], "\n") {
		err = errors.New("the receipt has a signature of nobody whom the pack names")
	}
	return err
}

// That time-stamps are about this checkpoint; their signatures are for openssl.
func (p *pack) checkTimeStamps() error {
	for _, name := range p.list("log/time-stamps/") {
		// The imprint in DER: SHA-256 and 32 bytes.
		start := []byte{0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20}
		token := []byte(p.files["log/time-stamps/"+name])
		at := bytes.Index(token, start)
		if at < 0 || len(token) < at+len(start)+32 {
			return fmt.Errorf("time-stamp %s is not over a SHA-256", name)
		}
		imprint := token[at+len(start) : at+len(start)+32]
		found := false
		for end := strings.LastIndex(p.note, "\n\n") + 2; end < len(p.note); {
			end += strings.Index(p.note[end:], "\n") + 1
			digest := sha256.Sum256([]byte(p.note[:end]))
			found = found || bytes.Equal(digest[:], imprint)
		}
		if !found {
			return fmt.Errorf("time-stamp %s is about other bytes", name)
		}
	}
	return nil
}

// Base64 in its one form.
func exact(text string) ([]byte, error) {
	data, err := base64.StdEncoding.Strict().DecodeString(text)
	if err == nil && base64.StdEncoding.EncodeToString(data) != text {
		err = errors.New("base64 that is not exact")
	}
	return data, err
}

// Go's reader of notes passes over stray bits in the last letter of a signature.
func exactSignatures(note, text string) error {
	for _, line := range strings.Split(strings.TrimSuffix(note[len(text)+1:], "\n"), "\n") {
		fields := strings.Split(line, " ")
		if len(fields) != 3 {
			return errors.New("a signature line in another form")
		}
		if _, err := exact(fields[2]); err != nil {
			return err
		}
	}
	return nil
}

// A checkpoint that a believed key of its own log signed.
func (p *pack) open(text string) (tlog.Tree, error) {
	opened, err := note.Open([]byte(text), note.VerifierList(p.believed...))
	if err != nil {
		return tlog.Tree{}, err
	}
	if err := exactSignatures(text, opened.Text); err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	own := false
	for _, signature := range opened.Sigs {
		own = own || signature.Name == lines[0]
	}
	if len(lines) != 4 || !own {
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
	for _, name := range p.list("log/entries/") {
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
	streams := p.list("log/heads/")
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
	content, err := p.entries[place].open(which, []byte(sealed), key)
	if which == 0 {
		p.events[place] = content
	}
	p.opened++
	return err
}

var receiptForm = regexp.MustCompile(`(?s)^tyst-pack-receipt/1\nmanifest ([0-9a-f]{64})\nentry ([^\n]*)\npart ([^\n]*)\nkey ([0-9a-f]{64})\n\n(.*)$`)

func (p *pack) checkReceipt(text string) (int64, error) {
	match := receiptForm.FindStringSubmatch(text)
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
	signed, err := p.proved(e, match[5])
	if err == nil {
		err = p.checkExplained(signed)
	}
	if err != nil {
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

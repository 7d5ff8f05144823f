// Checklog verifies the sample logs of tests/foreign/write_log.cc with golang.org/x/mod/sumdb alone.
//
// Usage: checklog DIRECTORY
//        checklog export DIRECTORY PROOF-FILE
//
// It prints what it checked for each log and exits 1 at the first difference.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

// One log as found in its directory, with the hashes that Go computed from its entries.
type log struct {
	directory  string
	checkpoint []byte
	verifier   note.Verifier
	tree       tlog.Tree
	entries    [][]byte
	hashes     []tlog.Hash
}

type counts struct {
	entries, tiles, inclusions, consistencies, refused int
}

func main() {
	if len(os.Args) == 4 && os.Args[1] == "export" {
		if err := checkExport(os.Args[2], os.Args[3]); err != nil {
			fmt.Fprintln(os.Stderr, "checklog:", err)
			os.Exit(1)
		}
		return
	}
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: checklog DIRECTORY | checklog export DIRECTORY PROOF-FILE")
		os.Exit(2)
	}
	directories, err := os.ReadDir(os.Args[1])
	if err == nil && len(directories) == 0 {
		err = fmt.Errorf("%s holds no logs", os.Args[1])
	}
	for _, directory := range directories {
		if err == nil {
			err = check(filepath.Join(os.Args[1], directory.Name()))
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "checklog:", err)
		os.Exit(1)
	}
}

func check(directory string) error {
	l := &log{directory: directory}
	var c counts
	for _, step := range []func(*log, *counts) error{
		openCheckpoint, rebuildRoot, compareTiles, authenticateTiles,
		checkInclusions, checkConsistencies, refuseDamagedCheckpoints, refuseDamagedEntry,
	} {
		if err := step(l, &c); err != nil {
			return fmt.Errorf("%s: %w", directory, err)
		}
	}
	if c.inclusions == 0 || c.consistencies == 0 || c.refused == 0 {
		return fmt.Errorf("%s: nothing was checked: %+v", directory, c)
	}
	fmt.Printf("size %d: %d entries, %d tiles, %d inclusion and %d consistency proofs hold; "+
		"%d damaged forms refused\n", l.tree.N, c.entries, c.tiles, c.inclusions, c.consistencies, c.refused)
	return nil
}

func (l *log) read(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(l.directory, name))
}

// ReadHashes makes a log a tlog.HashReader over the hashes that Go computed itself.
func (l *log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, index := range indexes {
		if index < 0 || index >= int64(len(l.hashes)) {
			return nil, fmt.Errorf("no hash %d", index)
		}
		hashes = append(hashes, l.hashes[index])
	}
	return hashes, nil
}

// The packaged tlog.ParseTree takes only the origin of go.sum's own log.
func parseTree(text, origin string) (tlog.Tree, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] != origin || lines[3] != "" {
		return tlog.Tree{}, fmt.Errorf("the checkpoint is not origin, size and root: %q", text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || strconv.FormatInt(size, 10) != lines[1] {
		return tlog.Tree{}, fmt.Errorf("the size is not a number: %q", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func openCheckpoint(l *log, c *counts) error {
	key, err := l.read("vkey")
	if err != nil {
		return err
	}
	if l.verifier, err = note.NewVerifier(strings.TrimSuffix(string(key), "\n")); err != nil {
		return err
	}
	if l.checkpoint, err = l.read("checkpoint"); err != nil {
		return err
	}
	opened, err := note.Open(l.checkpoint, note.VerifierList(l.verifier))
	if err != nil {
		return err
	}
	if l.tree, err = parseTree(opened.Text, l.verifier.Name()); err != nil {
		return err
	}
	if name := filepath.Base(l.directory); name != fmt.Sprint(l.tree.N) {
		return fmt.Errorf("the checkpoint says size %d", l.tree.N)
	}
	return nil
}

// tlogPath is the path of c2sp.org/tlog-tiles: Go's without the element for the height.
func tlogPath(tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", tileHeight), "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}

func readBundle(bundle []byte) ([][]byte, error) {
	var entries [][]byte
	for len(bundle) > 0 {
		if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
			return nil, fmt.Errorf("an entry is cut off")
		}
		size := int(binary.BigEndian.Uint16(bundle))
		entries = append(entries, bundle[2:2+size])
		bundle = bundle[2+size:]
	}
	return entries, nil
}

func rebuildRoot(l *log, c *counts) error {
	for n := int64(0); n<<tileHeight < l.tree.N; n++ {
		width := l.tree.N - n<<tileHeight
		if width > 1<<tileHeight {
			width = 1 << tileHeight
		}
		bundle, err := l.read(tlogPath(tlog.Tile{H: tileHeight, L: -1, N: n, W: int(width)}))
		if err != nil {
			return err
		}
		entries, err := readBundle(bundle)
		if err != nil || int64(len(entries)) != width {
			return fmt.Errorf("bundle %d has %d entries (%v)", n, len(entries), err)
		}
		l.entries = append(l.entries, entries...)
	}
	for index, entry := range l.entries {
		more, err := tlog.StoredHashes(int64(index), entry, l)
		if err != nil {
			return err
		}
		l.hashes = append(l.hashes, more...)
	}
	root, err := tlog.TreeHash(l.tree.N, l)
	if err != nil {
		return err
	}
	if root != l.tree.Hash {
		return fmt.Errorf("the entries give root %v, the checkpoint says %v", root, l.tree.Hash)
	}
	c.entries = len(l.entries)
	return nil
}

// The tiles that a log of this size serves: every full one and the last of each level.
func expectedTiles(size int64) []tlog.Tile {
	var tiles []tlog.Tile
	for level := 0; size>>(tileHeight*level) > 0; level++ {
		hashes := size >> (tileHeight * level)
		for n := int64(0); n < hashes>>tileHeight; n++ {
			tiles = append(tiles, tlog.Tile{H: tileHeight, L: level, N: n, W: 1 << tileHeight})
		}
		if width := hashes % (1 << tileHeight); width > 0 {
			tiles = append(tiles, tlog.Tile{H: tileHeight, L: level, N: hashes >> tileHeight, W: int(width)})
		}
	}
	return tiles
}

func compareTiles(l *log, c *counts) error {
	expected := map[string]bool{}
	for _, tile := range expectedTiles(l.tree.N) {
		ours, err := l.read(tlogPath(tile))
		if err != nil {
			return err
		}
		theirs, err := tlog.ReadTileData(tile, l)
		if err != nil {
			return err
		}
		if !bytes.Equal(ours, theirs) {
			return fmt.Errorf("%s differs", tlogPath(tile))
		}
		expected[tlogPath(tile)] = true
		c.tiles++
	}
	root := filepath.Join(l.directory, "tile")
	return filepath.WalkDir(root, func(path string, file fs.DirEntry, err error) error {
		if err != nil || file.IsDir() {
			return err
		}
		name, err := filepath.Rel(l.directory, path)
		if err == nil && !strings.HasPrefix(name, "tile/entries/") && !expected[name] {
			err = fmt.Errorf("%s should not be there", name)
		}
		return err
	})
}

// Serves tiles from the directory; damages one where it is told to.
type tileFiles struct {
	l       *log
	damaged bool
}

func (t *tileFiles) Height() int                             { return tileHeight }
func (t *tileFiles) SaveTiles(tiles []tlog.Tile, _ [][]byte) {}
func (t *tileFiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := t.l.readTile(tile)
		if err != nil {
			return nil, err
		}
		if t.damaged {
			data = append([]byte(nil), data...)
			data[len(data)-1] ^= 1
		}
		all = append(all, data)
	}
	return all, nil
}

// Go may ask for fewer hashes than the tile of this size holds.
func (l *log) readTile(tile tlog.Tile) ([]byte, error) {
	wider := tile
	hashes := l.tree.N >> (tileHeight * tile.L)
	wider.W = 1 << tileHeight
	if tile.N == hashes>>tileHeight {
		wider.W = int(hashes % (1 << tileHeight))
	}
	data, err := l.read(tlogPath(wider))
	if err != nil || len(data) < tile.W*tlog.HashSize {
		return nil, fmt.Errorf("%s is too short (%v)", tlogPath(wider), err)
	}
	return data[:tile.W*tlog.HashSize], nil
}

func authenticateTiles(l *log, c *counts) error {
	for _, place := range []int64{0, l.tree.N / 2, l.tree.N - 1} {
		index := []int64{tlog.StoredHashIndex(0, place)}
		hashes, err := tlog.TileHashReader(l.tree, &tileFiles{l: l}).ReadHashes(index)
		if err != nil {
			return err
		}
		if hashes[0] != tlog.RecordHash(l.entries[place]) {
			return fmt.Errorf("the tiles give another leaf %d", place)
		}
		damaged := &tileFiles{l: l, damaged: true}
		if _, err := tlog.TileHashReader(l.tree, damaged).ReadHashes(index); err == nil {
			return fmt.Errorf("damaged tiles were taken for leaf %d", place)
		}
		c.refused++
	}
	return nil
}

func parseHashes(lines []string) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
	}
	return hashes, nil
}

func sameHashes(a, b []tlog.Hash) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// Calls `accepts` with every way to damage one bit of each hash, and with a hash too many and too few.
func refuseDamaged(c *counts, proof []tlog.Hash, accepts func([]tlog.Hash) bool) error {
	var forms [][]tlog.Hash
	for i := range proof {
		damaged := append([]tlog.Hash(nil), proof...)
		damaged[i][i%tlog.HashSize] ^= 1 << (i % 8)
		forms = append(forms, damaged)
	}
	forms = append(forms, append(append([]tlog.Hash(nil), proof...), tlog.Hash{}))
	if len(proof) > 0 {
		forms = append(forms, proof[1:], proof[:len(proof)-1])
	}
	for _, form := range forms {
		if accepts(form) {
			return fmt.Errorf("a damaged proof was taken")
		}
		c.refused++
	}
	return nil
}

func (l *log) parseProofFile(text string) (index int64, proof []tlog.Hash, err error) {
	head, checkpoint, found := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		return 0, nil, fmt.Errorf("no proof file: %q", text)
	}
	if checkpoint != string(l.checkpoint) {
		return 0, nil, fmt.Errorf("the proof file carries another checkpoint")
	}
	if index, err = strconv.ParseInt(lines[1][len("index "):], 10, 64); err != nil {
		return 0, nil, err
	}
	proof, err = parseHashes(lines[2:])
	return index, proof, err
}

func checkInclusions(l *log, c *counts) error {
	names, err := l.list("proof")
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := l.read("proof/" + name)
		if err != nil {
			return err
		}
		index, proof, err := l.parseProofFile(string(text))
		if err != nil || fmt.Sprintf("%d.tlog-proof", index) != name {
			return fmt.Errorf("%s has index %d (%v)", name, index, err)
		}
		leaf := tlog.RecordHash(l.entries[index])
		if err := tlog.CheckRecord(proof, l.tree.N, l.tree.Hash, index, leaf); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		theirs, err := tlog.ProveRecord(l.tree.N, index, l)
		if err != nil || !sameHashes(proof, theirs) {
			return fmt.Errorf("%s is not the proof that Go makes (%v)", name, err)
		}
		accepts := func(form []tlog.Hash) bool {
			return tlog.CheckRecord(form, l.tree.N, l.tree.Hash, index, leaf) == nil
		}
		if err := refuseDamaged(c, proof, accepts); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if tlog.CheckRecord(proof, l.tree.N, l.tree.Hash, index, tlog.RecordHash([]byte("other"))) == nil {
			return fmt.Errorf("%s proves another entry", name)
		}
		c.refused++
		c.inclusions++
	}
	return nil
}

func checkConsistencies(l *log, c *counts) error {
	names, err := l.list("consistency")
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := l.read("consistency/" + name)
		if err != nil {
			return err
		}
		first, err := strconv.ParseInt(name, 10, 64)
		if err != nil {
			return err
		}
		hashes, err := parseHashes(strings.Split(strings.TrimSuffix(string(text), "\n"), "\n"))
		if err != nil {
			return err
		}
		firstRoot, proof := hashes[0], hashes[1:]
		computed, err := tlog.TreeHash(first, l)
		if err != nil || computed != firstRoot {
			return fmt.Errorf("the root at size %d differs (%v)", first, err)
		}
		accepts := func(form []tlog.Hash) bool {
			return tlog.CheckTree(form, l.tree.N, l.tree.Hash, first, firstRoot) == nil
		}
		if !accepts(proof) {
			return fmt.Errorf("consistency from %d does not hold", first)
		}
		theirs, err := tlog.ProveTree(l.tree.N, first, l)
		if err != nil || !sameHashes(proof, theirs) {
			return fmt.Errorf("consistency from %d is not the proof that Go makes (%v)", first, err)
		}
		if err := refuseDamaged(c, proof, accepts); err != nil {
			return fmt.Errorf("consistency from %d: %w", first, err)
		}
		c.consistencies++
	}
	return nil
}

func (l *log) list(name string) ([]string, error) {
	files, err := os.ReadDir(filepath.Join(l.directory, name))
	var names []string
	for _, file := range files {
		names = append(names, file.Name())
	}
	sort.Strings(names)
	return names, err
}

// The decoded signature of a note's only signature line; nothing where there is none.
func decodedSignature(checkpoint []byte) []byte {
	fields := strings.Fields(string(checkpoint[bytes.LastIndex(checkpoint, []byte("\n\n"))+2:]))
	signature, err := base64.StdEncoding.DecodeString(fields[len(fields)-1])
	if err != nil {
		return nil
	}
	return signature
}

func refuseDamagedCheckpoints(l *log, c *counts) error {
	for bit := 0; bit < len(l.checkpoint)*8; bit++ {
		damaged := append([]byte(nil), l.checkpoint...)
		damaged[bit/8] ^= 1 << (bit % 8)
		opened, err := note.Open(damaged, note.VerifierList(l.verifier))
		if err != nil {
			c.refused++
			continue
		}
		// Go's base64 reader passes over the stray bits of the last letter: same text, same signature.
		same := bytes.HasPrefix(l.checkpoint, []byte(opened.Text)) &&
			bytes.Equal(decodedSignature(damaged), decodedSignature(l.checkpoint))
		if !same {
			return fmt.Errorf("a checkpoint with bit %d flipped was taken", bit)
		}
	}
	return nil
}

func refuseDamagedEntry(l *log, c *counts) error {
	last := l.tree.N - 1
	kept := l.hashes
	defer func() { l.hashes = kept }()
	l.hashes = append([]tlog.Hash(nil), kept[:tlog.StoredHashIndex(0, last)]...)
	damaged := append(append([]byte(nil), l.entries[last]...), 'x')
	more, err := tlog.StoredHashes(last, damaged, l)
	if err != nil {
		return err
	}
	l.hashes = append(l.hashes, more...)
	root, err := tlog.TreeHash(l.tree.N, l)
	if err != nil {
		return err
	}
	if root == l.tree.Hash {
		return fmt.Errorf("a changed entry gives the same root")
	}
	c.refused++
	return nil
}

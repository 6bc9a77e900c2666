package pictures

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	_ "unsafe" // for go:linkname

	_ "github.com/gen2brain/avif"
	_ "github.com/gen2brain/heic"
	_ "github.com/gen2brain/webp"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// The decoders of HEIC and AVIF are libheif and libavif, compiled to WebAssembly. The
// libraries that carry them would rather load those of the system, into this process, and
// give them as much memory as a file asks for. Here they run in a sandbox each: what a
// stranger's file makes of them ends there, and so does their memory. Their time is bounded
// by the file's length and pixels; looking at a clock as well makes them four times slower.

//go:linkname heifWasm github.com/gen2brain/heic.heifWasm
var heifWasm []byte

//go:linkname avifWasm github.com/gen2brain/avif.decodeWasm
var avifWasm []byte

// The encoders run in one, too: not for fear of what they are given, but as they take the
// most memory of all.
//
//go:linkname avifEncoderWasm github.com/gen2brain/avif.encodeWasm
var avifEncoderWasm []byte

//go:linkname webpWasm github.com/gen2brain/webp.webpWasm
var webpWasm []byte

// program is a decoder or an encoder, compiled on first use.
type program struct {
	wasm  func() []byte
	once  sync.Once
	code  []byte
	cache wazero.CompilationCache
}

var (
	heifProgram = &program{wasm: func() []byte { return heifWasm }}
	avifProgram = &program{wasm: func() []byte { return avifWasm }}
	avifEncoder = &program{wasm: func() []byte { return avifEncoderWasm }}
	webpEncoder = &program{wasm: func() []byte { return webpWasm }}
)

// sandbox is one run of a program. It remembers its first fault, and does nothing after.
type sandbox struct {
	ctx context.Context
	mod api.Module
	err error
}

// run calls f with a sandbox of at most that many bytes.
func (p *program) run(memory int64, f func(*sandbox) error) error {
	p.once.Do(func() {
		p.cache = wazero.NewCompilationCache()
		if z, err := gzip.NewReader(bytes.NewReader(p.wasm())); err == nil {
			p.code, _ = io.ReadAll(z) // without code it does not compile below
		}
	})
	ctx := context.Background()
	const page = 64 << 10
	rt := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithCompilationCache(p.cache).
		WithMemoryLimitPages(uint32(memory/page)).WithMemoryCapacityFromMax(true))
	defer rt.Close(ctx)
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, rt); err != nil {
		return err
	}
	code, err := rt.CompileModule(ctx, p.code) // from the cache, once it is there
	if err != nil {
		return err
	}
	mod, err := rt.InstantiateModule(ctx, code, wazero.NewModuleConfig())
	if err != nil {
		return err
	}
	s := &sandbox{ctx: ctx, mod: mod}
	return errors.Join(f(s), s.err)
}

// alloc sets bytes aside inside.
func (s *sandbox) alloc(n int) uint32 {
	return uint32(s.call("malloc", uint64(n)))
}

func (s *sandbox) call(name string, args ...uint64) uint64 {
	if s.err != nil {
		return 0
	}
	out, err := s.mod.ExportedFunction(name).Call(s.ctx, args...)
	if err != nil {
		s.err = fmt.Errorf("%s: %w", name, err)
		return 0
	}
	if name == "malloc" && out[0] == 0 {
		s.err = errors.New("it needs more memory than its size allows")
	}
	return out[0]
}

// put copies bytes to the inside.
func (s *sandbox) put(data []byte) uint32 {
	at := s.alloc(len(data))
	if s.err == nil && !s.mod.Memory().Write(at, data) {
		s.err = errors.New("a pointer to nowhere")
	}
	return at
}

// get gives bytes of the inside, which are good until the sandbox is gone.
func (s *sandbox) get(at uint32, n int) []byte {
	out, ok := s.mod.Memory().Read(at, uint32(n))
	if !ok && s.err == nil {
		s.err = errors.New("a pointer to nowhere")
	}
	return out
}

// number is the n-th of the 32-bit numbers at an address.
func (s *sandbox) number(at uint32, n int) int {
	v, _ := s.mod.Memory().ReadUint32Le(at + 4*uint32(n))
	return int(v)
}

// encodeIn has a program encode the pixels of a picture: with its width and height, the
// place for the length of what it makes, and options.
func (p *program) encodeIn(memory int64, pix []byte, w, h int, options ...uint64) (out []byte, err error) {
	err = p.run(memory, func(s *sandbox) error {
		in, size := s.put(pix), s.alloc(8)
		at := s.call("encode", append([]uint64{uint64(in), uint64(w), uint64(h), uint64(size)}, options...)...)
		if n := s.number(size, 0); s.err == nil && n > 0 {
			out = bytes.Clone(s.get(uint32(at), n))
			return nil
		}
		return errors.Join(s.err, errors.New("it made nothing"))
	})
	return out, err
}

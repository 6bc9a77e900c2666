package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"practicecms/api/manage"
	"practicecms/cms"
	"practicecms/content"
	"practicecms/content/paste"
)

type pasteCmd struct {
	folder
	File    string `arg:"" help:"The text: plain, Markdown or HTML, as its name or else its words say. - reads standard input."`
	Type    string `help:"Type of the page to make; otherwise the first type of page: service." placeholder:"TYPE"`
	Path    string `help:"Web address of the page; otherwise it is made from the title." placeholder:"P"`
	Format  string `default:"auto" enum:"auto,text,markdown,html" help:"How the text is written: auto, text, markdown or html."`
	Publish bool   `help:"Put the page live at once."`
	DryRun  bool   `help:"Only show what it would become: nothing is written, no data folder is needed."`
	JSON    bool   `name:"json" help:"Print the page as the write API takes it."`

	Text []byte `kong:"-"` // as it was read; it may be no UTF-8
}

func (cmd *pasteCmd) Run(ctx context.Context, a *App) (err error) {
	if cmd.Type == "" {
		cmd.Type = content.Standard().FirstPage().Name
	}
	typ, ok := content.Standard().Type(cmd.Type)
	if !ok || !typ.IsPage() {
		return usageError{fmt.Errorf("--type %s: there are service and page", cmd.Type)}
	}
	if cmd.Path != "" {
		if err := content.CheckPath(cmd.Path); err != nil {
			return usageError{fmt.Errorf("--path: %w", err)}
		}
	}
	if cmd.DryRun && cmd.Publish {
		return usageError{errors.New("--dry-run writes nothing, so --publish cannot go with it")}
	}
	if cmd.Text, err = cmd.read(a); err != nil {
		return err
	}
	if cmd.DryRun {
		result, err := paste.Parse(string(cmd.Text), paste.Options{Format: cmd.format(), Type: typ})
		if err != nil {
			return err
		}
		return cmd.print(a, result, nil)
	}
	return cmd.run(ctx, a, "paste", cmd, orNew)
}

func (cmd *pasteCmd) do(ctx context.Context, c *cms.CMS, a *App) error {
	text := string(cmd.Text)
	practice, err := c.Practice(ctx)
	if err != nil {
		return err
	}
	result, err := c.Editor().Paste(ctx, cms.System(), text, cmd.Type, paste.Options{Format: cmd.format(), Locale: practice.Locale})
	if err != nil {
		return err
	}
	if cmd.Path != "" {
		result.Content.Path = cmd.Path
	}
	v, err := c.Editor().Create(ctx, cms.System(), cms.New{
		Type: cmd.Type, Locale: practice.Locale, Content: result.Content, Origin: content.OriginPasted, Raw: text,
	})
	if err != nil {
		return err
	}
	result.Content = v.Content
	if cmd.Publish {
		if _, err := c.Editor().Publish(ctx, cms.System(), v.Document, v.Locale, v.Number); err != nil {
			return fmt.Errorf("the page is saved as a draft, but: %w", err)
		}
	}
	return cmd.print(a, result, &v)
}

// format is how the text is written: as the flag says, or else the file's name.
func (cmd *pasteCmd) format() paste.Format {
	if f := paste.Format(cmd.Format); f != paste.Auto {
		return f
	}
	switch strings.ToLower(filepath.Ext(cmd.File)) {
	case ".md", ".markdown":
		return paste.Markdown
	case ".html", ".htm":
		return paste.HTML
	}
	return paste.Auto
}

func (cmd *pasteCmd) read(a *App) ([]byte, error) {
	in := a.Stdin
	if cmd.File != "-" {
		f, err := os.Open(cmd.File)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	return io.ReadAll(io.LimitReader(in, paste.MaxInput+1))
}

// print shows what the text became; v is nil when nothing was written.
func (cmd *pasteCmd) print(a *App, r paste.Result, v *cms.Version) error {
	if cmd.Path != "" {
		r.Content.Path = cmd.Path
	}
	if cmd.JSON {
		b, err := json.Marshal(manage.Pasted(r, cmd.Type, v), jsontext.WithIndent("  "))
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(a.Stdout, "%s\n", b)
		return err
	}
	fmt.Fprintf(a.Stdout, "%s\n%s\n\n", r.Content.Title, r.Content.Path)
	model := content.Standard()
	for i, b := range r.Content.Blocks {
		fmt.Fprintf(a.Stdout, "%3d  %-12s %s\n", i+1, b.Kind, model.BlockName(b))
	}
	fmt.Fprintf(a.Stdout, "\n%d words in, %d words out\n", r.Words.In, r.Words.Out)
	for _, i := range r.Inferred {
		fmt.Fprintf(a.Stdout, "  guessed %s: %s\n", i.Field, i.Why)
	}
	for _, x := range r.Removed {
		fmt.Fprintf(a.Stdout, "  left out %s\n", x.What)
	}
	if v != nil {
		fmt.Fprintf(a.Stdout, "\nKept as version %d of %s\n", v.Number, v.Document)
	}
	return nil
}

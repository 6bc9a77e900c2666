package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"practicecms/cms"
	"practicecms/cms/access"
)

type initCmd struct {
	folder
	OwnerEmail    string `required:"" help:"E-mail address the owner signs in with." placeholder:"E"`
	OwnerName     string `required:"" help:"The owner's name." placeholder:"N"`
	PracticeName  string `help:"Name of the practice; it can be changed later." placeholder:"N"`
	PasswordStdin bool   `help:"Read the password from the first line of standard input."`

	Password string `kong:"-"` // as it was read
}

func (cmd *initCmd) Run(ctx context.Context, a *App) (err error) {
	if !cmd.PasswordStdin {
		return usageError{errors.New("give the password on standard input, with --password-stdin")}
	}
	if cmd.Password, err = readLine(a.Stdin); err != nil {
		return err
	}
	if err := cmd.owner().Check(); err != nil { // before a data folder is made
		return err
	}
	return cmd.run(ctx, a, "init", cmd, orNew)
}

func (cmd *initCmd) owner() access.NewPerson {
	return access.NewPerson{Name: cmd.OwnerName, Email: cmd.OwnerEmail, Password: cmd.Password}
}

func (cmd *initCmd) do(ctx context.Context, c *cms.CMS, a *App) error {
	p, err := c.Editor().SetUp(ctx, cmd.owner(), cmd.PracticeName)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s can sign in as %s.", p.Name, p.Email)
	if a.file == nil { // no server runs
		fmt.Fprintf(a.Stdout, " Start the server with: practicecms serve --data %s", cmd.Data)
	}
	fmt.Fprintln(a.Stdout)
	return nil
}

// readLine reads one line without its end; a password may hold anything else.
func readLine(r io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(r, access.MaxPassword+2)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password: %w", err)
	}
	return strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r"), nil
}

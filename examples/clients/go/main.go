// Calls functions of ../../fan_out.py and ../../jobs.py: go mod tidy && go run .
package main

import (
	"context"
	"fmt"
	"log"

	modal "github.com/modal-labs/modal-client/go"
	"golang.org/x/sync/errgroup"
)

func main() {
	// MODAL_SERVER_URL, MODAL_TOKEN_ID and MODAL_TOKEN_SECRET say where and who.
	client, err := modal.NewClient()
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	if err := call(context.Background(), client); err != nil {
		log.Fatal(err)
	}
}

func call(ctx context.Context, client *modal.Client) error {
	primes, err := client.Functions.FromName(ctx, "fan-out", "primes", nil)
	if err != nil {
		return err
	}
	counts := make([]uint64, 20)
	var parts errgroup.Group
	for i := range counts {
		parts.Go(func() error {
			count, err := primes.Remote(ctx, []any{max(2, i*1000), (i + 1) * 1000}, nil)
			if err == nil {
				counts[i] = count.(uint64)
			}
			return err
		})
	}
	if err := parts.Wait(); err != nil {
		return err
	}
	sum := uint64(0)
	for _, count := range counts {
		sum += count
	}
	fmt.Printf("%d primes below 20000\n", sum)

	render, err := client.Functions.FromName(ctx, "jobs", "render", nil)
	if err != nil {
		return err
	}
	job, err := render.Spawn(ctx, nil, map[string]any{"text": "hello"})
	if err != nil {
		return err
	}
	text, err := job.Get(ctx, nil)
	if err != nil {
		return err
	}
	fmt.Printf("%s: %v\n", job.FunctionCallID, text)
	return nil
}

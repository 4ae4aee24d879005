// Prints the answer of each case as a line of JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"strings"
	"sync"
	"time"

	modal "github.com/modal-labs/modal-client/go"
)

const app = "other-languages"

var (
	ctx    = context.Background()
	client *modal.Client
)

type cases map[string]func() (any, error)

func main() {
	var err error
	if client, err = modal.NewClient(); err != nil {
		panic(err)
	}
	defer client.Close()
	for _, part := range []cases{callCases(), classCases(), queueCases(), objectCases()} {
		for name, run := range part {
			answer, err := run()
			if err != nil {
				answer = err.Error()
			}
			line, err := json.Marshal(map[string]any{"case": name, "answer": plain(answer)})
			if err != nil {
				panic(err)
			}
			fmt.Println(string(line))
		}
	}
}

// plain turns maps with keys of any type, as CBOR and pickles have them, into those that JSON has.
func plain(value any) any {
	switch value := value.(type) {
	case []any:
		for i, each := range value {
			value[i] = plain(each)
		}
	case map[any]any:
		members := map[string]any{}
		for key, each := range value {
			members[fmt.Sprint(key)] = plain(each)
		}
		return members
	}
	return value
}

func remote(name string, args ...any) (any, error) {
	function, err := client.Functions.FromName(ctx, app, name, nil)
	if err != nil {
		return nil, err
	}
	return function.Remote(ctx, args, nil)
}

func spawn(name string, args ...any) (*modal.FunctionCall, error) {
	function, err := client.Functions.FromName(ctx, app, name, nil)
	if err != nil {
		return nil, err
	}
	return function.Spawn(ctx, args, nil)
}

func method(class string, name string, parameters map[string]any) (*modal.Function, error) {
	found, err := client.Cls.FromName(ctx, app, class, nil)
	if err != nil {
		return nil, err
	}
	instance, err := found.Instance(ctx, parameters)
	if err != nil {
		return nil, err
	}
	return instance.Method(name)
}

func greet(parameters map[string]any) (any, error) {
	of, err := method("Greeting", "of", parameters)
	if err != nil {
		return nil, err
	}
	return of.Remote(ctx, []any{"you"}, nil)
}

// withFunction makes a case of what is done with a function.
func withFunction(name string, use func(*modal.Function) (any, error)) func() (any, error) {
	return func() (any, error) {
		function, err := client.Functions.FromName(ctx, app, name, nil)
		if err != nil {
			return nil, err
		}
		return use(function)
	}
}

// withQueue makes a case of what is done with a queue of its own.
func withQueue(use func(*modal.Queue) (any, error)) func() (any, error) {
	return func() (any, error) {
		queue, err := client.Queues.Ephemeral(ctx, nil)
		if err != nil {
			return nil, err
		}
		defer queue.CloseEphemeral()
		return use(queue)
	}
}

func callCases() cases {
	return cases{
		"remote": func() (any, error) { return remote("add", 1, 2) },
		"keyword arguments": withFunction("add", func(add *modal.Function) (any, error) {
			return add.Remote(ctx, []any{1}, map[string]any{"y": 4})
		}),
		"values": func() (any, error) {
			return remote("echo", []any{nil, true, 1.5, "text", map[string]any{"a": []any{1, -2}}})
		},
		"bytes":           func() (any, error) { return remote("describe", []byte("hi")) },
		"time":            func() (any, error) { return remote("describe", time.Unix(86400, 0).UTC()) },
		"many at once":    withFunction("add", manyAtOnce),
		"exception":       func() (any, error) { return remote("fail", 1) },
		"timeout":         func() (any, error) { return remote("outlast") },
		"large arguments": func() (any, error) { return remote("length", strings.Repeat("x", 3_000_000)) },
		"large result": func() (any, error) {
			text, err := remote("repeat", "x", 6_000_000)
			if err != nil {
				return nil, err
			}
			return len(text.(string)), nil
		},
		"spawn": spawnAndGetTwice,
		"large arguments of spawn": func() (any, error) {
			call, err := spawn("length", strings.Repeat("x", 20_000))
			if err != nil {
				return nil, err
			}
			return call.Get(ctx, nil)
		},
		"get with timeout": func() (any, error) {
			call, err := spawn("endure")
			if err != nil {
				return nil, err
			}
			defer call.Cancel(ctx, nil)
			short := 100 * time.Millisecond
			return call.Get(ctx, &modal.FunctionCallGetParams{Timeout: &short})
		},
		"cancel": func() (any, error) {
			call, err := spawn("endure")
			if err != nil {
				return nil, err
			}
			if err := call.Cancel(ctx, nil); err != nil {
				return nil, err
			}
			return call.Get(ctx, nil)
		},
		"unknown call":     func() (any, error) { return client.FunctionCalls.FromID(ctx, "fc-unknown", nil) },
		"unknown function": func() (any, error) { return remote("unknown") },
		"function by id": withFunction("add", func(add *modal.Function) (any, error) {
			same, err := client.Functions.FromID(ctx, add.FunctionID)
			if err != nil {
				return nil, err
			}
			return same.Remote(ctx, []any{2, 3}, nil)
		}),
		"function with a URL": func() (any, error) { return remote("page") },
		"URL of a function": withFunction("page", func(page *modal.Function) (any, error) {
			return page.GetWebURL(), nil
		}),
		"statistics": withFunction("add", func(add *modal.Function) (any, error) {
			stats, err := add.GetCurrentStats(ctx, nil)
			if err != nil {
				return nil, err
			}
			return stats.Backlog, nil
		}),
		"autoscaler": withFunction("repeat", func(repeat *modal.Function) (any, error) {
			most := uint32(3)
			settings, err := repeat.UpdateAutoscaler(ctx, &modal.FunctionUpdateAutoscalerParams{MaxContainers: &most})
			if err != nil {
				return nil, err
			}
			return *settings.MaxContainers, nil
		}),
		"logs": withFunction("say", logged),
	}
}

func manyAtOnce(add *modal.Function) (any, error) {
	var calls sync.WaitGroup
	sums, failures := make([]uint64, 50), make([]error, 50)
	for i := range sums {
		calls.Go(func() {
			sum, err := add.Remote(ctx, []any{i, i}, nil)
			if err == nil {
				sums[i] = sum.(uint64)
			}
			failures[i] = err
		})
	}
	calls.Wait()
	total := uint64(0)
	for i, sum := range sums {
		if failures[i] != nil {
			return nil, failures[i]
		}
		total += sum
	}
	return total, nil
}

func spawnAndGetTwice() (any, error) {
	call, err := spawn("add", 1, 10)
	if err != nil {
		return nil, err
	}
	again, err := client.FunctionCalls.FromID(ctx, call.FunctionCallID, nil)
	if err != nil {
		return nil, err
	}
	results := []any{}
	for _, each := range []*modal.FunctionCall{call, call, again} {
		result, err := each.Get(ctx, nil)
		if err != nil {
			return nil, err
		}
		results = append(results, result)
	}
	return results, nil
}

func logged(say *modal.Function) (any, error) {
	if _, err := say.Remote(ctx, []any{"said in Go"}, nil); err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
		entries, err := say.Logs.Tail(ctx, nil)
		if err != nil {
			return nil, err
		}
		for entry, err := range entries {
			if err != nil {
				return nil, err
			}
			if strings.Contains(entry.Message, "said in Go") {
				return true, nil
			}
		}
	}
	return false, nil
}

func classCases() cases {
	return cases{
		"method": func() (any, error) {
			predict, err := method("Model", "predict", nil)
			if err != nil {
				return nil, err
			}
			return predict.Remote(ctx, []any{5}, nil)
		},
		"method of an instance": func() (any, error) { return greet(map[string]any{"greeting": "hello"}) },
		"method of another instance": func() (any, error) {
			return greet(map[string]any{"greeting": "hello", "times": 2, "loud": true, "salt": []byte("!")})
		},
		"spawn of a method": func() (any, error) {
			predict, err := method("Model", "predict", nil)
			if err != nil {
				return nil, err
			}
			call, err := predict.Spawn(ctx, []any{7}, nil)
			if err != nil {
				return nil, err
			}
			return call.Get(ctx, nil)
		},
	}
}

func queueCases() cases {
	return cases{
		"queue": withQueue(func(queue *modal.Queue) (any, error) {
			if err := queue.Put(ctx, map[string]any{"number": 1}, nil); err != nil {
				return nil, err
			}
			if err := queue.PutMany(ctx, []any{"two", []any{3, 4.5, true}}, nil); err != nil {
				return nil, err
			}
			length, err := queue.Len(ctx, nil)
			if err != nil {
				return nil, err
			}
			first, err := queue.Get(ctx, nil)
			if err != nil {
				return nil, err
			}
			others, err := queue.GetMany(ctx, 5, nil)
			return []any{length, first, others}, err
		}),
		"queue partitions": withQueue(func(queue *modal.Queue) (any, error) {
			if err := queue.Put(ctx, "x", &modal.QueuePutParams{Partition: "p"}); err != nil {
				return nil, err
			}
			if err := queue.Put(ctx, "y", nil); err != nil {
				return nil, err
			}
			length, err := queue.Len(ctx, nil)
			if err != nil {
				return nil, err
			}
			total, err := queue.Len(ctx, &modal.QueueLenParams{Total: true})
			if err != nil {
				return nil, err
			}
			value, err := queue.Get(ctx, &modal.QueueGetParams{Partition: "p"})
			return []any{length, total, value}, err
		}),
		"queue iterate": withQueue(func(queue *modal.Queue) (any, error) {
			if err := queue.PutMany(ctx, []any{1, 2, 3}, nil); err != nil {
				return nil, err
			}
			values := []any{}
			for value, err := range queue.Iterate(ctx, nil) {
				if err != nil {
					return nil, err
				}
				values = append(values, value)
			}
			length, err := queue.Len(ctx, nil)
			return []any{values, length}, err
		}),
		"queue clear": withQueue(func(queue *modal.Queue) (any, error) {
			if err := queue.PutMany(ctx, []any{1, 2, 3}, nil); err != nil {
				return nil, err
			}
			if err := queue.Clear(ctx, nil); err != nil {
				return nil, err
			}
			return queue.Len(ctx, nil)
		}),
		"queue timeout": withQueue(func(queue *modal.Queue) (any, error) {
			short := 100 * time.Millisecond
			return queue.Get(ctx, &modal.QueueGetParams{Timeout: &short})
		}),
		"queue full": withQueue(func(queue *modal.Queue) (any, error) {
			if err := queue.PutMany(ctx, make([]any, 5_000), nil); err != nil {
				return nil, err
			}
			short := 100 * time.Millisecond
			return nil, queue.Put(ctx, 1, &modal.QueuePutParams{Timeout: &short})
		}),
		"queue with Python": func() (any, error) {
			name := fmt.Sprintf("jobs-%d", os.Getpid())
			queue, err := client.Queues.FromName(ctx, name, &modal.QueueFromNameParams{CreateIfMissing: true})
			if err != nil {
				return nil, err
			}
			defer client.Queues.Delete(ctx, name, nil)
			if err := queue.Put(ctx, map[string]any{"job": []any{1, "two", true}}, nil); err != nil {
				return nil, err
			}
			taken, err := remote("forward", name, "done")
			if err != nil {
				return nil, err
			}
			done, err := queue.Get(ctx, &modal.QueueGetParams{Partition: "done"})
			return []any{taken, done}, err
		},
		"unknown queue": func() (any, error) { return client.Queues.FromName(ctx, "unknown", nil) },
	}
}

func objectCases() cases {
	return cases{
		"unknown secret": func() (any, error) { return client.Secrets.FromName(ctx, "unknown", nil) },
		"volume": func() (any, error) {
			_, err := client.Volumes.FromName(ctx, "by-go", &modal.VolumeFromNameParams{CreateIfMissing: true})
			if err != nil {
				return nil, err
			}
			if err := client.Volumes.Delete(ctx, "by-go", nil); err != nil {
				return nil, err
			}
			return client.Volumes.FromName(ctx, "by-go", nil)
		},
		"app": func() (any, error) {
			found, err := client.Apps.FromName(ctx, app, nil)
			if err != nil {
				return nil, err
			}
			info, err := found.Info(ctx, nil)
			if err != nil {
				return nil, err
			}
			_, add := info.Functions["add"]
			return []any{info.Lifecycle.State, add}, nil
		},
		"unknown app": func() (any, error) { return client.Apps.FromName(ctx, "unknown", nil) },
		"app without functions": func() (any, error) {
			return client.Apps.FromName(ctx, "new", &modal.AppFromNameParams{CreateIfMissing: true})
		},
		"apps of an environment": func() (any, error) {
			environment, err := client.Environments.FromName(ctx, "main", nil)
			if err != nil {
				return nil, err
			}
			return listed(environment.Apps.List(ctx))
		},
		"environments": func() (any, error) {
			environments, err := client.Environments.Objects.List(ctx)
			if err != nil {
				return nil, err
			}
			for environment, err := range environments {
				if err != nil || environment.Name == "main" {
					return true, err
				}
			}
			return false, nil
		},
	}
}

func listed(apps iter.Seq2[*modal.App, error], err error) (any, error) {
	if err != nil {
		return nil, err
	}
	for each, err := range apps {
		if err != nil || each.Name == app {
			return true, err
		}
	}
	return false, nil
}

// The strict fakes from Go: go get github.com/testcontainers/testcontainers-go, then go test. IMAGE names another image.
package fakes

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"testing"

	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/wait"
)

const (
	controlPort = "4000/tcp"
	openaiPort  = "4010/tcp"
	key         = "sk-from-go"
)

type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

type chat struct {
	Model          string    `json:"model"`
	Messages       []message `json:"messages"`
	UserAPIKeyHash string    `json:"user_api_key_hash,omitempty"`
}

type completion struct {
	Choices []struct {
		Message message `json:"message"`
	} `json:"choices"`
}

// Bodies are base64 in the journal, so that every byte is as it was; encoding/json reads them into []byte.
type journal struct {
	Exchanges []struct {
		Request struct {
			Body []byte `json:"body"`
		} `json:"request"`
	} `json:"exchanges"`
}

type violations struct {
	Refused []struct {
		Pointer string `json:"pointer"`
		Message string `json:"message"`
	} `json:"refused"`
}

// call sends JSON, reads JSON into reply, and returns the status.
func call(t *testing.T, method, url string, body, reply any) int {
	t.Helper()
	data := []byte{}
	if body != nil {
		var err error
		if data, err = json.Marshal(body); err != nil {
			t.Fatal(err)
		}
	}
	request, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("content-type", "application/json")
	request.Header.Set("authorization", "Bearer "+key)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(reply); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode
}

func start(t *testing.T) (control, openai string) {
	t.Helper()
	image := os.Getenv("IMAGE")
	if image == "" {
		image = "watertight"
	}
	fakes, err := testcontainers.Run(t.Context(), image,
		testcontainers.WithExposedPorts(controlPort, openaiPort),
		testcontainers.WithEnv(map[string]string{"WATERTIGHT_API_KEY": key}),
		testcontainers.WithWaitStrategy(wait.ForHTTP("/health").WithPort(controlPort)),
	)
	testcontainers.CleanupContainer(t, fakes)
	if err != nil {
		t.Fatal(err)
	}
	endpoint := func(port string) string {
		url, err := fakes.PortEndpoint(context.Background(), port, "http")
		if err != nil {
			t.Fatal(err)
		}
		return url
	}
	return endpoint(controlPort), endpoint(openaiPort)
}

// A case is a name in the path; here the test itself stands where your gateway would.
func TestFakes(t *testing.T) {
	control, openai := start(t)
	completions := openai + "/~mine/v1/chat/completions"
	script := map[string]any{"turns": []any{map[string]any{"text": "hello"}}}
	call(t, http.MethodPut, control+"/cases/mine/script", script, &struct{}{})

	sent := chat{Model: "gpt-5.2", Messages: []message{{Role: "user", Content: "hi"}}}
	var reply completion
	if status := call(t, http.MethodPost, completions, sent, &reply); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	if text := reply.Choices[0].Message.Content; text != "hello" {
		t.Errorf("read %q", text)
	}

	var recorded journal
	call(t, http.MethodGet, control+"/journal/wait?case=mine&count=1&timeout=5000", nil, &recorded)
	if want, _ := json.Marshal(sent); !bytes.Equal(recorded.Exchanges[0].Request.Body, want) {
		t.Errorf("%s arrived", recorded.Exchanges[0].Request.Body)
	}
	var told violations
	call(t, http.MethodGet, control+"/violations?case=mine", nil, &told)
	if len(told.Refused) != 0 {
		t.Errorf("refused: %v", told.Refused)
	}

	// What leaks is refused, as the provider would, and told to whoever asks.
	sent.UserAPIKeyHash = "88dc28d0"
	if status := call(t, http.MethodPost, completions, sent, &struct{}{}); status != http.StatusBadRequest {
		t.Errorf("status %d", status)
	}
	call(t, http.MethodGet, control+"/violations?case=mine", nil, &told)
	if len(told.Refused) != 1 || told.Refused[0].Pointer != "/user_api_key_hash" {
		t.Errorf("refused: %v", told.Refused)
	}
}

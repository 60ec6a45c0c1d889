// Command understood reads Kubernetes objects, one JSON document after the other, and prints what the release of
// Kubernetes that go.mod pins would not understand of them: fields it does not know, and definitions of resources,
// with the rules in them, that it refuses.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/install"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/kubernetes/scheme"
)

func main() {
	known := runtime.NewScheme()
	if err := scheme.AddToScheme(known); err != nil {
		panic(err)
	}
	install.Install(known)
	decoder := serializer.NewCodecFactory(known, serializer.EnableStrict).UniversalDeserializer()
	documents := json.NewDecoder(os.Stdin)
	for {
		var document json.RawMessage
		if err := documents.Decode(&document); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			panic(err)
		}
		for _, complaint := range complaints(decoder, known, document) {
			fmt.Println(complaint)
		}
	}
}

func complaints(decoder runtime.Decoder, known *runtime.Scheme, document []byte) []string {
	object, kind, err := decoder.Decode(document, nil, nil)
	if err != nil {
		return []string{fmt.Sprintf("%s: %s", describe(document), err)}
	}
	definition, ok := object.(*v1.CustomResourceDefinition)
	if !ok {
		return nil
	}
	known.Default(definition)
	internal := &apiextensions.CustomResourceDefinition{}
	if err := known.Convert(definition, internal, nil); err != nil {
		return []string{fmt.Sprintf("%s: %s", kind, err)}
	}
	var found []string
	for _, refusal := range validation.ValidateCustomResourceDefinition(context.Background(), internal) {
		found = append(found, fmt.Sprintf("%s: %s", definition.Name, refusal))
	}
	return found
}

func describe(document []byte) string {
	var object struct {
		Kind     string
		Metadata struct{ Name string }
	}
	_ = json.Unmarshal(document, &object)
	return object.Kind + " " + object.Metadata.Name
}

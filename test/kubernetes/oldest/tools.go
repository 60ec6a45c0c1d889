//go:build tools

// Package oldest pins the oldest Kubernetes whose API the charts and the operator are tested with.
package oldest

import (
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager"
)

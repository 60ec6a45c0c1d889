//go:build tools

// Package helm3 pins the helm 3 that the charts are tested with, beside the helm 4 that the project ships.
package helm3

import (
	_ "helm.sh/helm/v3/cmd/helm"
)

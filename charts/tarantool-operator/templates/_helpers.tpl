{{/* Selector of 0.0.8: `kubectl get pods -l name=tarantool-operator` keeps working. */}}
{{- define "tarantool-operator.selector" -}}
name: tarantool-operator
{{- end -}}

{{- define "tarantool-operator.labels" -}}
{{ include "tarantool-operator.selector" . }}
app.kubernetes.io/name: tarantool-operator
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/component: operator
app.kubernetes.io/part-of: tarantool-operator
{{- end -}}

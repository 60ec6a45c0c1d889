{{/* Labels by which policies find the pods of one cluster. */}}
{{- define "cartridge.instancePods" -}}
tarantool.io/cluster-id: {{ .Values.ClusterName | quote }}
{{- end -}}

{{- define "cartridge.testPods" -}}
app.kubernetes.io/component: test
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Where DNS runs differs between clusters, so its ports only. */}}
{{- define "cartridge.dnsEgress" -}}
- ports:
    {{- range .dnsPorts }}
    - port: {{ . | int64 }}
      protocol: UDP
    - port: {{ . | int64 }}
      protocol: TCP
    {{- end }}
{{- end -}}
